"""The door through which notices leave: e-mail, and messages to other systems."""
