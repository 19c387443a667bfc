"""How often somebody may ask for what is costly, and for what takes records out of here."""
