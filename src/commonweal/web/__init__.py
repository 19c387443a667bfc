"""The pages: parse the address, call one read or action, answer."""
