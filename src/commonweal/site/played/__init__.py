"""Days of a partnership played through the real actions: who is referred, what becomes of it, and when."""
