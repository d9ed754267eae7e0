"""Other systems of the city: their tokens, what they sent before, and how often they call."""
