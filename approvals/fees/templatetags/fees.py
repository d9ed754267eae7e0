"""What other pages show of fees."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from approvals.fees.models import Standard
from approvals.fees.money import written
from approvals.models import Item
from efficiency.common.moments import local_date

register = template.Library()


@register.filter
def yuan(amount: Decimal | None) -> str:
    """An amount as people read it: 12,345.60."""
    return written(amount)


@register.inclusion_tag("fees/item_fees.html")
def item_fees(item: Item) -> dict[str, Any]:
    """What an item costs today, fee by fee; the item's own words where the list has nothing of it."""
    rows = Standard.objects.in_force(local_date(timezone.now())).filter(fee__item=item).select_related("fee")
    listed = list(rows.order_by("fee__code"))
    return {"item": item, "charged": [each for each in listed if each.chargeable], "listed": bool(listed)}
