"""`make bench`: how fast the portal is, beside raw SQL and its peers, in one run."""
