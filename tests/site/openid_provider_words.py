"""What the provider and the tests of it both know."""

PASSWORD = "known to the organisation alone"
CLIENT, SECRET = "commonweal", "a secret between the two of us"
