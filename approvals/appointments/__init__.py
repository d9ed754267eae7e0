"""Appointments at the counters: halls with their opening hours, slots, and who comes when."""
