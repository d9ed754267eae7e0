"""The judge, the cards, and the efficiency office's desk."""
