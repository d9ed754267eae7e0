"""The 12345 hotline: from the citizen's form to the closed complaint."""
