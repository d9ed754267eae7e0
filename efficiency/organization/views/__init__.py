"""Pages about people, units and posts."""
