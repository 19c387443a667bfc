"""Teams with room: who is on shift, the rota, the day and its visits."""
