"""Changes of state of this room."""
