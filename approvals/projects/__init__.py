"""Chains of a project: steps in several departments, in order and side by side (S06)."""
