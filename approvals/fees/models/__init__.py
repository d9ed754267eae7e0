"""Fees of the list with their standards; bills with what is taken off them; payments."""

from approvals.fees.models.bills import Adjustment, Bill, BillLine, BillSeries
from approvals.fees.models.payments import PastIncome, Payment
from approvals.fees.models.standards import Fee, Standard

__all__ = ["Adjustment", "Bill", "BillLine", "BillSeries", "Fee", "PastIncome", "Payment", "Standard"]
