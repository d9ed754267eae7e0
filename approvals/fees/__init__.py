"""Fees: the public list of what may be charged, one bill across departments, one fee window (S09)."""
