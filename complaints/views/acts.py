"""The acts that a complaint's page offers: one table of who may, what is asked, what is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints import actions, rules, staff_forms
from complaints.models import Complaint, Request
from efficiency.organization.models import User

Asked = dict[str, Request]  # the open request of each kind


@dataclass(frozen=True)
class Act:
    """One act: its word in the address, its button, its form, who may, and what it calls."""

    name: str
    verb: str | Promise
    form: type[staff_forms.ActForm]
    may: Callable[[Any, Complaint, Asked], bool]
    run: Callable[[Complaint, dict[str, Any], User, Asked], object]
    hint: str | Promise = ""
    asks: str = ""  # the kind of request: offered only while it is not refused anyway


def _may_rule(kind: str) -> Callable[[Any, Complaint, Asked], bool]:
    return lambda user, complaint, asked: kind in asked and rules.can_rule(user, complaint)


def _may_ask(user: Any, complaint: Complaint, _asked: Asked) -> bool:
    return rules.can_ask(user, complaint)


ACTS = (
    Act(
        "release",
        _("Release to dispatch"),
        staff_forms.ActForm,
        lambda user, complaint, _asked: rules.can_check_held(user, complaint),
        lambda complaint, _data, user, _asked: actions.release(complaint=complaint, actor=user),
    ),
    Act(
        "discard",
        _("Discard as abuse"),
        staff_forms.DiscardForm,
        lambda user, complaint, _asked: rules.can_check_held(user, complaint),
        lambda complaint, data, user, _asked: actions.discard(complaint=complaint, actor=user, **data),
        _("Its clocks end. The citizen can read the reason."),
    ),
    Act(
        "rule-on-return",
        _("Rule on the return"),
        staff_forms.RulingForm,
        _may_rule(Request.RETURN),
        lambda _complaint, data, user, asked: actions.rule_on_return(request=asked[Request.RETURN], actor=user, **data),
        _("Granting brings it back to the hotline under a fresh dispatch clock. Refusing is final for this unit."),
    ),
    Act(
        "rule-on-extension",
        _("Rule on the extension"),
        staff_forms.RulingForm,
        _may_rule(Request.EXTENSION),
        lambda _complaint, data, user, asked: actions.rule_on_extension(
            request=asked[Request.EXTENSION], actor=user, **data
        ),
        _("The citizen reads on the progress page that there is more time, and why."),
    ),
    Act(
        "close",
        _("Answer is good: close"),
        staff_forms.ActForm,
        lambda user, complaint, _asked: rules.can_check_reply(user, complaint),
        lambda complaint, _data, user, _asked: actions.close(complaint=complaint, actor=user),
        _("The citizen reads the answer. The promise to the citizen ends."),
    ),
    Act(
        "send-back",
        _("Send the answer back"),
        staff_forms.SendBackForm,
        lambda user, complaint, _asked: rules.can_check_reply(user, complaint),
        lambda complaint, data, user, _asked: actions.send_back(complaint=complaint, actor=user, **data),
        _("The unit gets a new limit and the rework is counted. The citizen's clock runs on."),
    ),
    Act(
        "sign-for",
        _("Sign for"),
        staff_forms.ActForm,
        lambda user, complaint, _asked: rules.can_sign_for(user, complaint),
        lambda complaint, _data, user, _asked: actions.sign_for(complaint=complaint, actor=user),
    ),
    Act(
        "reply",
        _("Send the answer"),
        staff_forms.ReplyForm,
        lambda user, complaint, _asked: rules.can_reply(user, complaint),
        lambda complaint, data, user, _asked: actions.reply(complaint=complaint, actor=user, **data),
    ),
    Act(
        "assign",
        _("Assign the handler"),
        staff_forms.AssignForm,
        lambda user, complaint, _asked: rules.can_assign(user, complaint),
        lambda complaint, data, user, _asked: actions.assign_handler(complaint=complaint, actor=user, **data),
    ),
    Act(
        "ask-extension",
        _("Ask for more time"),
        staff_forms.AskExtensionForm,
        _may_ask,
        lambda complaint, data, user, _asked: actions.ask_extension(complaint=complaint, actor=user, **data),
        _("Once, before the answer is due. Somebody of the hotline or the office rules on it."),
        Request.EXTENSION,
    ),
    Act(
        "ask-return",
        _("Ask to return it"),
        staff_forms.AskReturnForm,
        _may_ask,
        lambda complaint, data, user, _asked: actions.ask_return(complaint=complaint, actor=user, **data),
        _("Within one working day of dispatch, once. The reply clock runs on until the ruling."),
        Request.RETURN,
    ),
)
BY_NAME = {act.name: act for act in ACTS}


def open_requests(complaint: Complaint) -> Asked:
    """What the unit asks for and nobody has ruled on yet."""
    rows = complaint.requests.filter(ruled_at=None).select_related("unit", "complaint", "suggested_unit")
    return {request.kind: request for request in rows}
