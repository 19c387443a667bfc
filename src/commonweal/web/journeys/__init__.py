"""One page for a person's whole way through organisations."""
