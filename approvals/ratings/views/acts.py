"""The acts that a rating's page offers: one table of who may, what is asked, what is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.ratings import actions, forms, rules
from approvals.ratings.kinds import RulingKind
from approvals.ratings.models import Rating
from efficiency.organization.models import User


@dataclass(frozen=True)
class Act:
    """One act: its word in the address, its button, its form, who may, and what it calls."""

    name: str
    verb: str | Promise
    form: type[forms.ActForm]
    may: Callable[[Any, Rating], bool]
    run: Callable[[Rating, dict[str, Any], User], object]
    hint: str | Promise = ""


def _propose(kind: RulingKind) -> Callable[[Rating, dict[str, Any], User], object]:
    return lambda rating, data, user: actions.propose_ruling(rating=rating, kind=kind, actor=user, **data)


ACTS = (
    Act(
        "contact",
        _("I have spoken with the rater"),
        forms.ContactForm,
        rules.can_contact,
        lambda rating, data, user: actions.contact(rating=rating, actor=user, **data),
        _("The clock of contact stops. Name and phone are shown further down, for a purpose."),
    ),
    Act(
        "try",
        _("I could not reach the rater"),
        forms.TryForm,
        rules.can_contact,
        lambda rating, data, user: actions.note_try(rating=rating, actor=user, **data),
        _("Each try is kept. The clock runs on until the city's number of tries is reached."),
    ),
    Act(
        "rectify",
        _("We have put it right"),
        forms.RectifyForm,
        rules.can_rectify,
        lambda rating, data, user: actions.rectify(rating=rating, actor=user, **data),
        _("The clock of putting right stops."),
    ),
    Act(
        "call-back",
        _("I have told the rater what came of it"),
        forms.CallBackForm,
        rules.can_call_back,
        lambda rating, data, user: actions.call_back(rating=rating, actor=user, **data),
    ),
    Act(
        "appeal",
        _("Appeal against this rating"),
        forms.GroundForm,
        rules.can_appeal,
        lambda rating, data, user: actions.appeal(rating=rating, actor=user, **data),
        _("Once. Only where it is mistaken or malicious, not because it hurts. The clocks run on."),
    ),
    Act(
        "void",
        _("Propose to void it"),
        forms.GroundForm,
        rules.can_rule,
        _propose(RulingKind.VOIDED),
        _("Another person of the office decides. The rating stays on record, out of all rates."),
    ),
    Act(
        "reject",
        _("Reject the appeal"),
        forms.GroundForm,
        rules.can_rule,
        lambda rating, data, user: actions.reject_appeal(rating=rating, actor=user, **data),
        _("The rating stands. The unit reads your ground."),
    ),
    Act(
        "reinstate",
        _("Propose to reinstate it"),
        forms.GroundForm,
        rules.can_reinstate,
        _propose(RulingKind.REINSTATED),
        _("Another person of the office decides. It then counts as it did before."),
    ),
)
BY_NAME = {act.name: act for act in ACTS}
