"""Matters, the promises on them, and the moments of those promises."""
