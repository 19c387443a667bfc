"""Folders of OMOP tables, whose rows become rows of the linked population."""
