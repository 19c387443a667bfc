"""Records that may be of one person: deciding, bringing together, taking apart."""
