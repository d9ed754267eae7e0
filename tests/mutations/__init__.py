"""The mutation check: each guard of the house is taken away in turn, and a test must notice.

`make mutations` runs all; docs/mutations.md is its report.
"""
