"""The pages of the hotline."""
