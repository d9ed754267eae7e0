"""Fees of the list with their standards; bills; payments."""

from approvals.fees.models.standards import Fee, Standard

__all__ = ["Fee", "Standard"]
