"""One page for a person's whole journey through organisations."""
