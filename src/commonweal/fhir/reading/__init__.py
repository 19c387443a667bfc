"""What is read out of each resource of a message."""
