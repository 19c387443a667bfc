"""Teams with room: who is on shift with which skills, how much still fits, and who could go."""
