"""What happened: one append-only entry for every change of state."""
