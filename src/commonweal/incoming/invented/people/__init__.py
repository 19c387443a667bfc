"""Who there is, who lives with whom, where, and with which practice."""
