"""The room `approvals.consultations`."""
