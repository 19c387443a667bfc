"""A team meets: whom it speaks of and why, what it decides, who does what by when, and the minutes of it."""
