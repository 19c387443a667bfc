"""Who works with a person: beginning, handing over, ending."""
