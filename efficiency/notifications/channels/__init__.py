"""Ways out of the house: each a small module that dresses a message; one door through which all go."""
