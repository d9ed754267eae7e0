"""Accountability cases."""
