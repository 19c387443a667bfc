"""Every resource that becomes rows, and every other that FHIR R4 knows."""

from commonweal.incoming.fhir.condition import CONDITION
from commonweal.incoming.fhir.encounter import ENCOUNTER
from commonweal.incoming.fhir.medication import MEDICATION, MEDICATION_REQUEST, MEDICATION_STATEMENT
from commonweal.incoming.fhir.observation import OBSERVATION
from commonweal.incoming.fhir.organisation import ORGANISATION
from commonweal.incoming.fhir.patient import PATIENT
from commonweal.incoming.fhir.procedure import PROCEDURE
from commonweal.incoming.fhir.scan import kinds
from commonweal.incoming.fhir.scan.rules import rules
from commonweal.incoming.fhir.scan.wanting import wanted_by

# What is wanted of every resource, beside what its reading asks for.
EVERY = {"id": kinds.AS_TEXT, "meta": {"lastUpdated": kinds.AS_DATE}}

READINGS = {
    reading.resource: reading
    for reading in (
        PATIENT,
        CONDITION,
        PROCEDURE,
        OBSERVATION,
        MEDICATION_REQUEST,
        MEDICATION_STATEMENT,
        MEDICATION,
        ENCOUNTER,
        ORGANISATION,
    )
}

RULES = rules({name: {**EVERY, **wanted_by(reading.tell)} for name, reading in READINGS.items()})

OTHERS = """
Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent
Basic Binary BiologicallyDerivedProduct BodyStructure CapabilityStatement CarePlan CareTeam CatalogEntry
ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication
CommunicationRequest CompartmentDefinition Composition ConceptMap Consent Contract Coverage
CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric
DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference
EffectEvidenceSynthesis Endpoint EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition
Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag Goal
GraphDefinition Group GuidanceResponse HealthcareService ImagingStudy Immunization ImmunizationEvaluation
ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure
MeasureReport Media MedicationAdministration MedicationDispense MedicationKnowledge MedicinalProduct
MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductIndication
MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured
MedicinalProductPackaged MedicinalProductPharmaceutical MedicinalProductUndesirableEffect
MessageDefinition MessageHeader MolecularSequence NamingSystem NutritionOrder ObservationDefinition
OperationDefinition OperationOutcome OrganizationAffiliation Parameters PaymentNotice
PaymentReconciliation Person PlanDefinition Practitioner PractitionerRole Provenance Questionnaire
QuestionnaireResponse RelatedPerson RequestGroup ResearchDefinition ResearchElementDefinition
ResearchStudy ResearchSubject RiskAssessment RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest
Slot Specimen SpecimenDefinition StructureDefinition StructureMap Subscription Substance
SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task TerminologyCapabilities
TestReport TestScript ValueSet VerificationResult VisionPrescription
"""
NOT_NEEDED = frozenset(OTHERS.split())
