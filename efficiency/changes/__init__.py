"""What only two persons may change: one proposes with a ground, another confirms after seeing the effect."""
