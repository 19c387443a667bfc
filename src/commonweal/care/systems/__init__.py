"""Systems that send: the keys they come with, and every message they sent."""
