"""Ratings after a service, given freely by whoever was served; and what follows a bad one."""
