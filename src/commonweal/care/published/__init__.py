"""Results of a refresh, as pages show them."""
