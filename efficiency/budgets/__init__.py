"""How often an address or a phone may knock."""
