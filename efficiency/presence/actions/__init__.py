"""What happens in this room; each act writes its entry in the same transaction."""
