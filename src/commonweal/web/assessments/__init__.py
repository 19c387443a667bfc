"""A person's assessments: filling in, reading, sending on, and what the receiver does with them."""
