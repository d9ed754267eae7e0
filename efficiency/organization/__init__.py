"""Who: units, users, roles, posts, and who may see which unit."""
