"""Registration of the room."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """The room `budgets`."""

    name = "efficiency.budgets"
    label = "budgets"
