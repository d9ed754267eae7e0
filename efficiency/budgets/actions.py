"""How often an address or a phone may knock within an hour."""

from efficiency.budgets.models import Budget
from efficiency.common.budgets import Budgets

_budgets = Budgets(Budget)
spend, is_spent, forget = _budgets.spend, _budgets.is_spent, _budgets.forget
