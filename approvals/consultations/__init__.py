"""Consultations of several units on a case or a project, and supervision bulletins (S37)."""
