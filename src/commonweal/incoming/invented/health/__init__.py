"""What people have, take and show when measured."""
