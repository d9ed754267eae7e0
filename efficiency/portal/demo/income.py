"""What the demo city charged before the portal began, and what a bank reported that is not as the list says."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from approvals.fees.actions.importing import import_payments
from approvals.fees.models import PastIncome, Standard
from approvals.models import Case
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script

_UNITS = 12
# In hundredths of the year before: growth, equal, and decline stand side by side.
_TURNS = (104, 92, 100, 88, 97, 108)


def remember_income(city: City, now: datetime) -> None:
    """Monthly sums from January of last year until the month before this one; invented, and marked."""
    charging = list(dict.fromkeys(item.unit.code for item in city.items.values()))[:_UNITS]
    today = local_date(now)
    rows = []
    for place, code in enumerate(charging):
        for month in _months(date(today.year - 1, 1, 1), today.replace(day=1)):
            base = Decimal(1200 + 310 * place + 45 * month.month)
            turn = _TURNS[place % len(_TURNS)] if month.year == today.year else 100
            amount = base * turn / 100
            rows.append(PastIncome(unit=city.units[code], month=month, amount=amount, set_at=now, demo=True))
    for row in rows:
        row.document = "演示数据"
    PastIncome.objects.bulk_create(rows)


def _months(first: date, after: date) -> list[date]:
    found = []
    while first < after:
        found.append(first)
        first = (first + timedelta(days=31)).replace(day=1)
    return found


def plan_reports(script: Script, city: City, days: Days) -> None:
    """A bank reports two payments: one above the list, one that the list does not know."""
    script.plan(days.at(1, "16:30"), lambda now: _report(city, now))


def _report(city: City, now: datetime) -> None:
    standard = Standard.objects.in_force(local_date(now)).chargeable().filter(fee__item__cases__isnull=False)
    chosen = standard.select_related("fee__item__unit").order_by("pk")[0]
    case = Case.objects.filter(item=chosen.fee.item).select_related("matter").order_by("pk")[0]
    unit, moment = chosen.fee.item.unit.code, f"{now:%Y-%m-%d} 15:00"
    above = f"{chosen.lower + 20:.2f}"
    rows = [
        ["演示银行-0001", moment, unit, above, "transfer", "", str(case), chosen.fee.code, chosen.name, "1"],
        ["演示银行-0002", moment, unit, "200.00", "transfer", "", "", "", "协办费（演示）", "1"],
    ]
    import_payments(rows=rows, actor=city.accounts["fee"], now=now)
