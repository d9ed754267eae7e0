"""The rules of supervision over cases (RULES.md 2.3): title, law, and whether the clocks bear them."""

from django.utils.translation import gettext_lazy as _

from efficiency.irregularities.registry import CITY_SETTING, Rule

_CARDS = _("Cards and reminders come of the clocks.")
_ALSO = _("What comes too late is carded by its clock; the rest stands in this list.")


RULES = (
    Rule("E-01", _("Limit about to run out"), CITY_SETTING, _("A reminder comes of every clock that has one.")),
    Rule("E-02", _("Promised limit passed"), _("Regulation on Optimizing the Business Environment, art. 36"), _CARDS),
    Rule("E-03", _("Statutory limit passed"), _("Administrative Licensing Law, arts. 42, 74(2)"), _CARDS),
    Rule("E-04", _("Stage over its own limit"), CITY_SETTING, _("Stages have clocks; the city sets their level.")),
    Rule(
        "E-05",
        _("Told late or piecemeal what to complete"),
        _("Administrative Licensing Law, arts. 32(4), 72(4)"),
        _ALSO,
    ),
    Rule(
        "E-06",
        _("Turned away or refused without reasons, document or remedies"),
        _("Administrative Licensing Law, arts. 32, 38, 72(7)"),
    ),
    Rule("E-07", _("Accepted without a dated notice"), _("Administrative Licensing Law, art. 32")),
    Rule("E-08", _("Paused against the rules"), _("Administrative Licensing Law, art. 45")),
    Rule("E-09", _("Extended against the rules"), _("Administrative Licensing Law, art. 42")),
    Rule("E-10", _("Charged otherwise than the list of fees says"), _("Administrative Licensing Law, art. 75")),
    Rule(
        "E-11",
        _("Step skipped, out of order or by the wrong person"),
        _("Administrative Licensing Law, arts. 34, 48"),
    ),
    Rule("E-12", _("Decision delivered late"), _("Administrative Licensing Law, art. 44"), _CARDS),
    Rule("E-13", _("Hearing not held, or not followed"), _("Administrative Licensing Law, arts. 48, 72(8)")),
    Rule("E-14", _("Materials asked for outside the catalogue"), _("Administrative Licensing Law, art. 31")),
    Rule(
        "E-15",
        _("Case on an item that is not in the published list"),
        _("Regulation on Optimizing the Business Environment, art. 40"),
    ),
    Rule("E-16", _("Acted outside office hours"), CITY_SETTING, never_carded=True),
    Rule("E-17", _("Data late, incomplete or back-dated"), CITY_SETTING),
    Rule("E-18", _("Same-day item not done on the day"), _("GB/T 39046—2020, annex A.6"), _CARDS),
    Rule(
        "E-19",
        _("Late without a public explanation"),
        _("Regulation on Optimizing the Business Environment, art. 36"),
    ),
)
