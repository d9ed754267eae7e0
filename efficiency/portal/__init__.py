"""The doors: public pages, a home for each role, search. No tables."""
