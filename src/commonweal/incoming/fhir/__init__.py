"""FHIR R4 at the edge: one file for each resource that becomes rows of the linked population."""
