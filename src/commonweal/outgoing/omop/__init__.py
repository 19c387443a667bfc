"""The linked population as tables of the OMOP Common Data Model, for other people's tools."""
