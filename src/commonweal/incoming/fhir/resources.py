"""The elements of the resources we take, as FHIR R4 (4.0.1) lists them; read by elements.py."""

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
