"""The elements of FHIR R4 (4.0.1) data types and of the resources we take, as the specification lists them.

One element a line: its name, its type, `*` where it may repeat, `!` where it must be there, and the codes
it may hold where the specification fixes them. `{}` is a part with elements of its own, `=` repeats a part
written elsewhere, `any` is every data type, `name[x]` is one of several types. What every resource, part
and data type has (id, extension and the like) is added in shapes.py.
"""

DATA_TYPES = """
Meta
    versionId id
    lastUpdated instant
    source uri
    profile canonical*
    security Coding*
    tag Coding*
Narrative
    status code! generated extensions additional empty
    div xhtml!
Extension
    url string!
    value[x] any
Identifier
    use code usual official temp secondary old
    type CodeableConcept
    system uri
    value string
    period Period
    assigner Reference
HumanName
    use code usual official temp nickname anonymous old maiden
    text string
    family string
    given string*
    prefix string*
    suffix string*
    period Period
ContactPoint
    system code phone fax email pager url sms other
    value string
    use code home work temp old mobile
    rank positiveInt
    period Period
Address
    use code home work temp old billing
    type code postal physical both
    text string
    line string*
    city string
    district string
    state string
    postalCode string
    country string
    period Period
CodeableConcept
    coding Coding*
    text string
Attachment
    contentType code
    language code
    data base64Binary
    url url
    size unsignedInt
    hash base64Binary
    title string
    creation dateTime
Reference
    reference string
    type uri
    identifier Identifier
    display string
Period
    start dateTime
    end dateTime
Range
    low Quantity
    high Quantity
Annotation
    author[x] Reference|string
    time dateTime
    text markdown!
Timing
    event dateTime*
    repeat {}
        bounds[x] Duration|Range|Period
        count positiveInt
        countMax positiveInt
        duration decimal
        durationMax decimal
        durationUnit code s min h d wk mo a
        frequency positiveInt
        frequencyMax positiveInt
        period decimal
        periodMax decimal
        periodUnit code s min h d wk mo a
        dayOfWeek code* mon tue wed thu fri sat sun
        timeOfDay time*
        when code* MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early EVE.late NIGHT PHS HS WAKE C CM CD CV AC ACM ACD ACV PC PCM PCD PCV
        offset unsignedInt
    code CodeableConcept
Quantity
    value decimal
    comparator code < <= >= >
    unit string
    system uri
    code code
Ratio
    numerator Quantity
    denominator Quantity
SampledData
    origin Quantity!
    period decimal!
    factor decimal
    lowerLimit decimal
    upperLimit decimal
    dimensions positiveInt!
    data string
Dosage
    sequence integer
    text string
    additionalInstruction CodeableConcept*
    patientInstruction string
    timing Timing
    asNeeded[x] boolean|CodeableConcept
    site CodeableConcept
    route CodeableConcept
    method CodeableConcept
    doseAndRate {}*
        type CodeableConcept
        dose[x] Range|Quantity
        rate[x] Ratio|Range|Quantity
    maxDosePerPeriod Ratio
    maxDosePerAdministration Quantity
    maxDosePerLifetime Quantity
Coding
    system uri
    version string
    code code
    display string
    userSelected boolean
Money
    value decimal
    currency code
Signature
    type Coding*!
    when instant!
    who Reference!
    onBehalfOf Reference
    targetFormat code
    sigFormat code
    data base64Binary
"""

RESOURCES = """
Patient
    identifier Identifier*
    active boolean
    name HumanName*
    telecom ContactPoint*
    gender code male female other unknown
    birthDate date
    deceased[x] boolean|dateTime
    address Address*
    maritalStatus CodeableConcept
    multipleBirth[x] boolean|integer
    photo Attachment*
    contact {}*
        relationship CodeableConcept*
        name HumanName
        telecom ContactPoint*
        address Address
        gender code male female other unknown
        organization Reference
        period Period
    communication {}*
        language CodeableConcept!
        preferred boolean
    generalPractitioner Reference*
    managingOrganization Reference
    link {}*
        other Reference!
        type code! replaced-by replaces refer seealso
Condition
    identifier Identifier*
    clinicalStatus CodeableConcept
    verificationStatus CodeableConcept
    category CodeableConcept*
    severity CodeableConcept
    code CodeableConcept
    bodySite CodeableConcept*
    subject Reference!
    encounter Reference
    onset[x] dateTime|Age|Period|Range|string
    abatement[x] dateTime|Age|Period|Range|string
    recordedDate dateTime
    recorder Reference
    asserter Reference
    stage {}*
        summary CodeableConcept
        assessment Reference*
        type CodeableConcept
    evidence {}*
        code CodeableConcept*
        detail Reference*
    note Annotation*
Procedure
    identifier Identifier*
    instantiatesCanonical canonical*
    instantiatesUri uri*
    basedOn Reference*
    partOf Reference*
    status code! preparation in-progress not-done on-hold stopped completed entered-in-error unknown
    statusReason CodeableConcept
    category CodeableConcept
    code CodeableConcept
    subject Reference!
    encounter Reference
    performed[x] dateTime|Period|string|Age|Range
    recorder Reference
    asserter Reference
    performer {}*
        function CodeableConcept
        actor Reference!
        onBehalfOf Reference
    location Reference
    reasonCode CodeableConcept*
    reasonReference Reference*
    bodySite CodeableConcept*
    outcome CodeableConcept
    report Reference*
    complication CodeableConcept*
    complicationDetail Reference*
    followUp CodeableConcept*
    note Annotation*
    focalDevice {}*
        action CodeableConcept
        manipulated Reference!
    usedReference Reference*
    usedCode CodeableConcept*
Observation
    identifier Identifier*
    basedOn Reference*
    partOf Reference*
    status code! registered preliminary final amended corrected cancelled entered-in-error unknown
    category CodeableConcept*
    code CodeableConcept!
    subject Reference
    focus Reference*
    encounter Reference
    effective[x] dateTime|Period|Timing|instant
    issued instant
    performer Reference*
    value[x] Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period
    dataAbsentReason CodeableConcept
    interpretation CodeableConcept*
    note Annotation*
    bodySite CodeableConcept
    method CodeableConcept
    specimen Reference
    device Reference
    referenceRange {}*
        low Quantity
        high Quantity
        type CodeableConcept
        appliesTo CodeableConcept*
        age Range
        text string
    hasMember Reference*
    derivedFrom Reference*
    component {}*
        code CodeableConcept!
        value[x] Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period
        dataAbsentReason CodeableConcept
        interpretation CodeableConcept*
        referenceRange =Observation.referenceRange*
MedicationRequest
    identifier Identifier*
    status code! active on-hold cancelled completed entered-in-error stopped draft unknown
    statusReason CodeableConcept
    intent code! proposal plan order original-order reflex-order filler-order instance-order option
    category CodeableConcept*
    priority code routine urgent asap stat
    doNotPerform boolean
    reported[x] boolean|Reference
    medication[x] CodeableConcept|Reference!
    subject Reference!
    encounter Reference
    supportingInformation Reference*
    authoredOn dateTime
    requester Reference
    performer Reference
    performerType CodeableConcept
    recorder Reference
    reasonCode CodeableConcept*
    reasonReference Reference*
    instantiatesCanonical canonical*
    instantiatesUri uri*
    basedOn Reference*
    groupIdentifier Identifier
    courseOfTherapyType CodeableConcept
    insurance Reference*
    note Annotation*
    dosageInstruction Dosage*
    dispenseRequest {}
        initialFill {}
            quantity Quantity
            duration Duration
        dispenseInterval Duration
        validityPeriod Period
        numberOfRepeatsAllowed unsignedInt
        quantity Quantity
        expectedSupplyDuration Duration
        performer Reference
    substitution {}
        allowed[x] boolean|CodeableConcept!
        reason CodeableConcept
    priorPrescription Reference
    detectedIssue Reference*
    eventHistory Reference*
MedicationStatement
    identifier Identifier*
    basedOn Reference*
    partOf Reference*
    status code! active completed entered-in-error intended stopped on-hold unknown not-taken
    statusReason CodeableConcept*
    category CodeableConcept
    medication[x] CodeableConcept|Reference!
    subject Reference!
    context Reference
    effective[x] dateTime|Period
    dateAsserted dateTime
    informationSource Reference
    derivedFrom Reference*
    reasonCode CodeableConcept*
    reasonReference Reference*
    note Annotation*
    dosage Dosage*
Medication
    identifier Identifier*
    code CodeableConcept
    status code active inactive entered-in-error
    manufacturer Reference
    form CodeableConcept
    amount Ratio
    ingredient {}*
        item[x] CodeableConcept|Reference!
        isActive boolean
        strength Ratio
    batch {}
        lotNumber string
        expirationDate dateTime
Encounter
    identifier Identifier*
    status code! planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown
    statusHistory {}*
        status code! planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown
        period Period!
    class Coding!
    classHistory {}*
        class Coding!
        period Period!
    type CodeableConcept*
    serviceType CodeableConcept
    priority CodeableConcept
    subject Reference
    episodeOfCare Reference*
    basedOn Reference*
    participant {}*
        type CodeableConcept*
        period Period
        individual Reference
    appointment Reference*
    period Period
    length Duration
    reasonCode CodeableConcept*
    reasonReference Reference*
    diagnosis {}*
        condition Reference!
        use CodeableConcept
        rank positiveInt
    account Reference*
    hospitalization {}
        preAdmissionIdentifier Identifier
        origin Reference
        admitSource CodeableConcept
        reAdmission CodeableConcept
        dietPreference CodeableConcept*
        specialCourtesy CodeableConcept*
        specialArrangement CodeableConcept*
        destination Reference
        dischargeDisposition CodeableConcept
    location {}*
        location Reference!
        status code planned active reserved completed
        physicalType CodeableConcept
        period Period
    serviceProvider Reference
    partOf Reference
Organization
    identifier Identifier*
    active boolean
    type CodeableConcept*
    name string
    alias string*
    telecom ContactPoint*
    address Address*
    partOf Reference
    contact {}*
        purpose CodeableConcept
        name HumanName
        telecom ContactPoint*
        address Address
    endpoint Reference*
"""
