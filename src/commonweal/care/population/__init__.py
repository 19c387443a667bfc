"""Measures of whole populations, as a refresh published them."""
