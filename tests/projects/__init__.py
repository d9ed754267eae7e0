"""The room `approvals.projects`."""
