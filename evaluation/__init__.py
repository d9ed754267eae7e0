"""The half-yearly evaluation of departments."""
