"""What was given once is offered again (S07): masked, with its source, to whoever has shown number and code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from approvals.applicants import masked
from approvals.applications.models import Application
from approvals.credentials import Document
from approvals.models import Case
from approvals.needs import needed
from efficiency.common.moments import local_date
from efficiency.vault.identity import Identity
from efficiency.workdays.templatetags.people import say_day


@dataclass(frozen=True)
class Offer:
    """Details that need not be typed again, and from which case each comes (field: number)."""

    identity: Identity
    sources: Mapping[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """There is something to use again."""
        return bool(getattr(self.identity, name))

    def shown(self, name: str) -> str:
        """Enough to agree, too little to learn."""
        value = getattr(self.identity, name)
        if name == "name":
            return masked(value, "")[0]
        if name == "id_number":
            return hidden_number(value)
        if name == "phone":
            return masked("", value)[1]
        return f"{value[:3]}…" if value else ""


NOTHING = Offer(Identity())


def of_case(case: Case, identity: Identity) -> Offer:
    """What an earlier case gives to a new application; `identity` holds what both items need."""
    return Offer(identity, {name: case.matter.reference for name in needed(case.item) if getattr(identity, name)})


def of_draft(draft: Application, identity: Identity) -> Offer:
    """What the draft holds already."""
    return Offer(identity, draft.sources)


def in_words(sources: Mapping[str, str]) -> dict[str, str]:
    """Field by field where a detail comes from, as people say it: which case, of what, when. One query."""
    rows = Case.objects.filter(matter__reference__in=set(sources.values())).select_related("matter", "item")
    words = {
        case.matter.reference: f"{case.matter.reference} ({case.item.name}, {say_day(local_date(case.received_at))})"
        for case in rows
    }
    return {name: words[number] for name, number in sources.items() if number in words}


def document_of(number: str) -> str:
    """What a number is the number of, by its form: both kinds have eighteen signs, and only one a date of birth."""
    if len(number) == 18 and number[:17].isdigit() and number[6:8] in ("18", "19", "20"):
        return Document.IDENTITY
    return Document.CREDIT_CODE if len(number) == 18 else Document.OTHER


def hidden_number(number: str) -> str:
    """A document's number with its middle hidden."""
    return f"{number[:4]}••••{number[-2:]}" if len(number) > 8 else f"••••{number[-2:]}"
