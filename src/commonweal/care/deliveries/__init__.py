"""Deliveries: notices on their way out, by e-mail or to another system."""
