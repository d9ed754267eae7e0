"""The pictures of this room."""

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.rounds.picture import Picture
from approvals.rounds.simulating import Simulation
from efficiency.common.charts import Chart, Series


def before_and_after(picture: Picture) -> Chart:
    """The working days that each department promises, before and after."""
    departments = [one for one in picture.departments if one.total.items]
    return Chart(
        "before-after",
        _("Promised working days of the departments"),
        labels=[one.name for one in departments],
        series=[
            Series(_("before the round"), [one.total.before for one in departments]),
            Series(_("after the round"), [one.total.after for one in departments]),
        ],
        unit=_("working days"),
        head=_("Department"),
        sideways=True,
    )


def late_by_unit(simulation: Simulation, query: str) -> Chart:
    """The share of cases that would have been late in each unit, under both limits; only units with enough cases."""
    units = [one for one in simulation.units if one.then.percent is not None]
    units.sort(key=lambda one: (-(one.then.percent or 0), one.name))
    return Chart(
        "late-by-unit",
        _("Share of cases that would have been late"),
        labels=[one.name for one in units],
        series=[
            Series(_("under the limits of now"), [one.now.percent for one in units]),
            Series(_("under the limits tried"), [one.then.percent for one in units]),
        ],
        unit="%",
        head=_("Department"),
        links=[f"{reverse('simulator')}?{query}unit={one.unit}" for one in units],
        sideways=True,
    )
