"""The elements of the data types of FHIR R4 (4.0.1), as the specification lists them; read by elements.py."""

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
        when code* MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early EVE.late NIGHT PHS\
 HS WAKE C CM CD CV AC ACM ACD ACV PC PCM PCD PCV
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
