"""The ground floor: no tables, imports no other room."""
