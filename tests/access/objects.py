"""For each address that takes a number: an object behind it, and who may reach that object.

An address that is not declared here fails a test. `opens` names the people of world.PEOPLE whom
the object is open to; whom the address itself refuses is read from its own declaration.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.access.world import PEOPLE, World

ALL = frozenset(PEOPLE)
OWN = frozenset({"head, own", "handler, own", "window, own"})
BELOW = OWN | {"head, above"}
CITY = frozenset({"office", "executive", "auditor"})
UNIT = BELOW | CITY
HOTLINE = BELOW | {"operator", "office", "auditor"}
HEAD = frozenset({"head, own"})
HEADS = frozenset({"head, own", "head, above"})
HEADS_AND_HANDLERS = frozenset({"head, own", "handler, own", "head, above"})
HALL = frozenset({"head, own", "window, own", "head, above"}) | CITY
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cell:
    """One object behind an address."""

    address: str
    opens: frozenset[str]
    values: Callable[[World], dict[str, Any]]
    about: str = "own department's"
    sent: dict[str, Any] = field(default_factory=dict)


def _card(world: World) -> dict[str, Any]:
    return {"pk": world.card.pk}


def _case(world: World) -> dict[str, Any]:
    return {"reference": world.case.matter.reference}


def _paper(world: World) -> dict[str, Any]:
    return {"reference": world.paper.matter.reference, "pk": world.paper.pk}


def _consultation(world: World) -> dict[str, Any]:
    return {"reference": world.consultation.matter.reference}


def _project(world: World) -> dict[str, Any]:
    return {"reference": world.project.matter.reference}


def _bill(world: World) -> dict[str, Any]:
    return {"number": world.bill.number}


def _refund(world: World) -> dict[str, Any]:
    return {"number": world.paid.number, "place": 1, "kind": "refund"}


def _waiver(world: World) -> dict[str, Any]:
    return {"number": world.paid.number, "place": 1, "kind": "waiver"}


def _repair(world: World) -> dict[str, Any]:
    return {"reference": world.repair.matter.reference}


def _accusing(world: World) -> dict[str, Any]:
    return {"reference": world.accusing.matter.reference}


def _filed(world: World) -> dict[str, Any]:
    return {"reference": world.filed.matter.reference}


def _person(world: World) -> dict[str, Any]:
    return {"pk": world.free.pk}


def _of_request(world: World) -> dict[str, Any]:
    return {"pk": world.request.pk, "person": world.repair.reporter}


def _of(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


ROUND = (
    *("round-edit", "round-open", "round-put-forward", "round-withdraw"),
    *("round-proposal-new", "round-upload", "round-sheet"),
)
PROPOSAL = ("round-proposal", "round-proposal-keep", "round-proposal-drop")
LEAVE = ("leave", "leave-decide", "leave-cancel", "leave-return")
ENQUIRY = ("enquiry", "enquiry-offer", "enquiry-take", "enquiry-decline", "enquiry-finish")
REQUEST = ("data-request-seek", "data-request-erase", "data-request-copy", "data-request-answer")
ACCUSED = "complaint about the own department"
UNDISPATCHED = "not dispatched yet"

CELLS = (
    # cards: the own department's and those below it
    *(Cell(name, UNIT, _card) for name in ("card", "card_notice", "api-card")),
    *(Cell(name, UNIT, _card) for name in ("card_receive", "card_answer", "card_rectify")),
    Cell("card_proof", NOBODY, _card, "whose entry no checkpoint covers yet"),
    Cell("api-card-answer", UNIT, _card, sent={"text": "系统故障"}),
    Cell("api-card-receive", UNIT, _card),
    *(Cell(name, CITY, _card) for name in ("card_uphold", "card_propose", "card_close")),
    Cell("card_decide", CITY, lambda world: {"pk": world.ruling.card_id, "ruling_pk": world.ruling.pk}),
    Cell("sweep_look", ALL, _of("fault")),
    Cell("api-clock", UNIT, lambda world: {"pk": world.card.clock_id}),
    Cell("api-matter", UNIT, lambda world: {"reference": world.card.matter.reference}),
    # cases
    *(Cell(name, UNIT, _case) for name in ("case", "case_receipt", "case_applicant")),
    # files sent online: those who handle the case, not whoever watches the city
    Cell("case_file", BELOW, lambda world: {"reference": world.online.matter.reference, "pk": world.upload.pk}),
    # speed-up rounds: a department reads its own part, its head answers; the office does the rest
    *(Cell(name, HEADS | CITY, _of("round")) for name in ("round", "round-proposals", "round-export")),
    Cell("round-answer", HEAD, _of("round")),
    *(Cell(name, frozenset({"office"}), _of("round")) for name in ROUND),
    *(Cell(name, frozenset({"office"}), _of("proposal")) for name in PROPOSAL),
    Cell("case_act", BELOW, lambda world: {**_case(world), "name": "accept"}),
    Cell("case_ask", BELOW, lambda world: {**_case(world), "kind": "extension"}),
    Cell("case_rule", BELOW, lambda world: {"reference": world.ask.case.matter.reference, "pk": world.ask.pk}),
    *(Cell(name, UNIT, _paper) for name in ("case_paper", "case_paper_pdf", "case_paper_named")),
    # projects: whoever leads, took or has a step in one; a step of the own department, a limit of its own
    *(Cell(name, UNIT, _project) for name in ("project", "project-sheet")),
    Cell("project-firm", BELOW, _project),
    Cell("project-withdraw", CITY | {"window, own"}, _project),
    Cell("project-leader", CITY, _project),
    Cell("project-step", UNIT, lambda world: {**_project(world), "number": 1}),
    Cell("project-step-act", BELOW, lambda world: {**_project(world), "number": 1, "name": "papers"}),
    Cell("clock-ask", BELOW, lambda world: {"pk": world.project.total_clock_id, "kind": "pause"}),
    Cell("clock-request", UNIT, _of("clock_request")),
    *(Cell(name, ALL, lambda world: {"code": "chain"}) for name in ("project-chain", "project-chain-edit")),
    # consultations: whoever convened, whoever was asked; bulletins: whom they name
    *(Cell(name, UNIT | {"head, below"}, _consultation) for name in ("consultation", "consultation-minutes")),
    Cell("consultation-act", UNIT | {"head, below"}, lambda world: {**_consultation(world), "name": "answer"}),
    Cell("consultation-convene", UNIT, _project, "own department's project"),
    *(Cell(name, UNIT, _of("bulletin")) for name in ("bulletin", "bulletin-sheet", "bulletin-acknowledge")),
    Cell("bulletin-decide", CITY, _of("bulletin")),
    # ratings: the unit's, never those of one's own window; the office rules
    Cell("rating", HEADS_AND_HANDLERS | CITY, _of("rating")),
    Cell("rating_act", HEADS_AND_HANDLERS | {"office"}, lambda world: {"pk": world.rating.pk, "name": "contact"}),
    Cell("rating_reveal", HEADS_AND_HANDLERS, _of("rating")),
    Cell("rating_offer", OWN, _case),
    Cell("rate_tablet", NOBODY, lambda world: {"token": world.tablet}, "whoever is signed in"),
    # appointments: the hall's window; hours of all halls by the office
    Cell("appointment_act", HALL, lambda world: {"pk": world.booking.pk, "name": "arrive"}),
    Cell("hall_hours", ALL, lambda world: {"code": world.units["own"].code}),
    # errands: the agent's room, and the window once the papers are carried there
    *(Cell(name, HALL, lambda world: {"number": world.errand.number}) for name in ("errand", "errand_receipt")),
    Cell("errand_act", HALL, lambda world: {"number": world.errand.number, "name": "carry"}),
    # commitments: public, but for what unit and office make of a broken one
    Cell("verdict", HEADS_AND_HANDLERS | CITY, _of("verdict")),
    Cell("verdict_answer", frozenset({"head, own", "head, above"}), _of("verdict"), sent={"text": "已整改"}),
    Cell("verdict_settle", frozenset({"office"}), _of("verdict"), sent={"kind": "none", "ground": "已整改"}),
    Cell("commitment_change", frozenset({"head, own", "head, above", "office"}), _of("commitment")),
    Cell("commitment_assess", ALL, _of("commitment")),
    Cell("publication_check", ALL, lambda world: {"pk": world.units["own"].pk}),
    # irregularities: the unit's heads, the city's watchers; what the office upholds also special supervisors
    Cell("irregularity", HEADS | CITY, _of("finding")),
    Cell("irregularity_explain", HEADS, _of("finding"), sent={"text": "已当场出具"}),
    Cell("irregularity_settle", frozenset({"office"}), _of("finding"), sent={"upheld": "0", "ground": "属实"}),
    # complaints
    *(Cell(name, HOTLINE, _repair) for name in ("complaint", "api-complaint")),
    Cell("complaint", HOTLINE, _accusing, ACCUSED),
    Cell("complaint", frozenset({"operator", "office", "auditor"}), _filed, UNDISPATCHED),
    Cell("api-complaint", frozenset({"operator", "office", "auditor"}), _filed, UNDISPATCHED),
    Cell("complaint_act", HOTLINE, lambda world: {**_repair(world), "name": "ask-extension"}),
    Cell("complaint_dispatch", frozenset({"operator"}), _filed, UNDISPATCHED),
    Cell("complaint_identity", HOTLINE, _repair),
    Cell("complaint_identity", frozenset({"operator", "office"}), _accusing, ACCUSED),
    Cell("complaint_file", HOTLINE, lambda world: {**_repair(world), "pk": world.repair.attachments.get().pk}),
    Cell("api-complaint-reply", BELOW, _repair, sent={"text": "路灯已修好。", "contacted_how": "电话"}),
    Cell("api-complaint-sign-for", BELOW, _repair),
    # the person's own
    Cell("notice", HEAD, _of("notice"), "addressed to one person"),
    # presence: the person, his unit's head, and where a register is the city's the office
    *(Cell(name, frozenset({"head, own", "handler, own"}), _of("leave"), "one person's") for name in LEAVE),
    Cell("unexcused", frozenset({"head, own", "handler, own", "office"}), _of("unexcused"), "one person's"),
    Cell("outing-back", OWN | {"office"}, _of("outing")),
    *(Cell(name, OWN | {"office"}, _of("enquiry")) for name in ENQUIRY),
    Cell("enquiry-contact", frozenset({"handler, own"}), _of("enquiry"), "whom one asked first"),
    Cell("roster-add", HEAD, lambda world: {"pk": world.units["own"].pk}),
    Cell("roster-remove", HEAD, _of("duty")),
    # requests about personal data: the office handles, the auditor reads
    Cell("data-request", frozenset({"office", "auditor"}), _of("request"), "a citizen's request"),
    *(Cell(name, frozenset({"office"}), _of("request"), "a citizen's request") for name in REQUEST),
    Cell("data-request-correct", frozenset({"office"}), _of_request, "a citizen's request"),
    Cell("data-request-keep", frozenset({"office"}), _of_request, "a citizen's request"),
    # posts
    Cell("post", frozenset({"head, own", "sysadmin"}), _of("post")),
    Cell("post-new", frozenset({"head, own", "sysadmin"}), lambda world: {"pk": world.units["own"].pk}),
    # administration: the whole city's, for the roles of the address
    *(Cell(name, ALL, _person) for name in ("user", "user-password", "user-roles", "user-switch")),
    Cell("user-factor-reset", ALL, _person),
    Cell("user-enable", ALL, _of("gone"), "disabled account"),
    Cell("role-revoke", ALL, _of("grant")),
    *(Cell(name, ALL, lambda world: {"pk": world.units["own"].pk}) for name in ("unit", "unit-responsible")),
    Cell("notice-again", NOBODY, _of("notice"), "a notice that did not fail"),
    Cell("exception_withdraw", ALL, _of("exception")),
    Cell("change", frozenset({"secadmin", "sysadmin", "auditor"}), _of("change"), "a role for somebody"),
    Cell("change-withdraw", frozenset({"secadmin", "sysadmin", "auditor"}), _of("change"), "a role for somebody"),
    *(Cell(name, ALL, _of("endpoint")) for name in ("alert", "alert-switch", "alert-test")),
    *(Cell(name, ALL, _of("token")) for name in ("integrator", "integrator-revoke", "integrator-secret")),
    # bills: whoever sees the case, and the fee window, which charges for all
    *(Cell(name, UNIT | {"fee"}, _bill) for name in ("bill", "bill_print", "bill_slip")),
    *(Cell(name, frozenset({"fee"}), _bill) for name in ("bill_pay", "bill_cancel")),
    Cell("adjustment_new", frozenset({"head, own", "head, above", "fee"}), _refund, "a paid charge, to refund"),
    Cell("adjustment_new", frozenset({"head, own", "head, above"}), _waiver, "a charge, to waive"),
    Cell("adjustment", UNIT | {"fee"}, _of("waiver")),
    Cell("adjustment_decide", frozenset({"office"}), _of("waiver")),
    Cell("adjustment_withdraw", BELOW | {"fee"}, _of("waiver")),
    Cell("adjustment_pay_back", frozenset({"fee"}), _of("waiver")),
    Cell("fee_change", ALL, lambda world: {"code": world.fee.code}),
    Cell("item_fields", ALL, lambda world: {"code": world.case.item.code}),
    Cell("item_edit", ALL, lambda world: {"code": world.case.item.code}),
    Cell("item_take_back", ALL, lambda world: {"code": world.case.item.code, "number": world.scheduled.number}),
    *(Cell(name, ALL, _of("item_import")) for name in ("item_import", "item_import_drop")),
)
# Public, or a value that is nobody's object: a year of the calendar, the key of a setting, the size
# of a checkpoint that the auditor alone may ask for.
NO_OBJECT = frozenset(
    {
        "api-backlog",
        "appointment_calendar",
        "appointment_mine",
        "appointment_new",
        "appointment_receipt",
        "apply_item",
        "apply_who",
        "apply_materials",
        "apply_review",
        "apply_filed",
        "apply_discard",
        "apply_close",
        "complete_case",
        "audit-checkpoint",
        "audit-program",
        "card_public_proof",
        "card_verify",
        "unit-staff",
        "year_withdraw",
        "calendar_year",
        "complaint_receipt",
        "item",
        "item_guide",
        "item_checklist",
        "fee",
        "progress",
        "rate_case",
        "commitment_unit",
        "api-unit",
        "api-item",
        "setting",
        "setting-versions",
        "backlog_template",
        "cards_bulk_act",
        "speed-up",
        "speed-up-export",
    }
)
