"""What pathways measure of themselves, as pages show it."""
