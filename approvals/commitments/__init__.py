"""What each unit promises in public, whether it kept it, and what it must publish."""
