"""A record opened in an emergency by somebody with no part in the person's care; reviewed afterwards."""
