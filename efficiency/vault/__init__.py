"""Whose identity is kept: encrypted, read through one function only."""
