"""Halls of the demo city with their hours, and who comes by appointment: yesterday, today and on the days ahead."""

from datetime import date, datetime

from approvals.appointments.actions import arrive, book, close_past, miss, set_hours
from approvals.appointments.kinds import State
from approvals.appointments.models import Booking, Hours
from approvals.appointments.offering import days_of
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script
from efficiency.portal.demo.units import CENTRE
from efficiency.vault.identity import Identity

_TOWN = "town-zz"
_WHOLE_DAY = "09:00-12:00、13:00-17:00"
# What people book; each is taken at the centre.
_ITEMS = ("食品经营许可", "内资企业设立登记", "不动产转移登记", "公共场所卫生许可", "护士执业注册", "排污许可")


def plan_appointments(script: Script, city: City, days: Days, since: datetime) -> None:
    """Set the hours, book, and let the last working day pass."""
    _open_halls(city, since)
    before = days.day(2)
    script.plan(days.at(3, "10:05"), lambda now: _book_day(city, before, now, 4))
    script.plan(days.at(2, "16:55"), lambda now: _pass_day(city, now))
    script.plan(days.ago(minutes=50), lambda now: _book_ahead(city, now))
    script.plan(days.at(1, "08:00"), lambda now: close_past(now=now))


def _open_halls(city: City, since: datetime) -> None:
    first = local_date(since)
    set_hours(
        unit=city.units[CENTRE],
        effective_from=first,
        regular=_WHOLE_DAY,
        extended="12:00-13:00、17:00-18:30",
        saturday="09:00-12:00",
        capacity=6,
        extended_capacity=2,
        ground="便民服务：午间、延时、周六服务",
        actor=None,
        now=since,
        demo=True,
    )
    set_hours(
        unit=city.units[_TOWN],
        effective_from=first,
        regular=_WHOLE_DAY,
        extended="",
        capacity=2,
        ground="镇便民服务中心开放预约",
        actor=None,
        now=since,
        demo=True,
    )


def _book_day(city: City, day: date, now: datetime, number: int) -> None:
    slots = [free.slot.begins_at for one in days_of(city.units[CENTRE], now) if one.day == day for free in one.slots]
    for place, begins in enumerate(slots[:number]):
        _book(city, begins, now, place)


def _book(city: City, begins: datetime, now: datetime, place: int) -> Booking:
    return book(
        unit=city.units[CENTRE],
        item=city.items[_ITEMS[place % len(_ITEMS)]],
        starts_at=begins,
        person=Identity(name=f"演示预约人{place:02d}", phone=f"1370000{place:04d}"),
        submission=f"demo-booking-{begins:%y%m%d%H%M}-{place}",
        now=now,
    )


def _pass_day(city: City, now: datetime) -> None:
    """One came, one did not; the others are noted at night."""
    clerk = city.accounts["window"]
    booked = list(Booking.objects.on(local_date(now)).filter(state=State.BOOKED).order_by("starts_at")[:2])
    for booking, act in zip(booked, (arrive, miss), strict=False):
        act(booking=booking, actor=clerk, now=now)


def _book_ahead(city: City, now: datetime) -> None:
    """Some for the rest of today where the hall is open, more for the days ahead."""
    place = 10
    for day in days_of(city.units[CENTRE], now)[:6]:
        for free in day.slots[1:9:2]:
            _book(city, free.slot.begins_at, now, place)
            place += 1


def remove_appointments() -> int:
    """Take bookings and hours out again; returns how many bookings."""
    rows = Booking.objects.filter(demo=True)
    count = rows.count()
    rows.delete()
    Hours.objects.filter(demo=True).delete()
    return count
