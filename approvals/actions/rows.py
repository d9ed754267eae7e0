"""What every act on a case needs: the locked row, its entry, its running clock."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals import following
from approvals.models import Case, Irregularity, Rule
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.organization.models import User


class UnableToAct(Exception):
    """The act was not done; the text is a sentence for the person who tried."""


def locked(case: Case) -> Case:
    """The row as it is now, locked until the act ends."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("matter__unit", "item", "clerk").get(pk=case.pk)


def note(
    verb: Verb, case: Case, actor: User | None, now: datetime, data: dict[str, Any] | None = None, *, words: str = ""
) -> None:
    """Write the entry of an act and tell the rooms above; `data` holds no free text.

    To typed `words`, which stand in their row, the entry only commits (grounds.py says where).
    """
    record(
        verb,
        at=now,
        actor=actor,
        kind="case",
        subject=case.pk,
        data=data or {},
        commitment=commitment_to(words),
        demo=case.matter.demo,
    )
    following.tell(verb, case, actor, now)


def running(case: Case, kind: ClockKind) -> Clock | None:
    """The running clock of a kind, the newest where several run."""
    return Clock.objects.running().filter(matter=case.matter, kind=kind).order_by("-pk").first()


def chain(case: Case) -> list[Case]:
    """The case and those that the applicant withdrew before he filed it anew."""
    found = [case]
    while found[-1].predecessor is not None:
        found.append(found[-1].predecessor)
    return found


def irregular(case: Case, rule: Rule, actor: User | None, now: datetime, *, refused: bool) -> None:
    """Keep that a rule was gone against, or that somebody tried to."""
    Irregularity.objects.create(case=case, rule=rule, at=now, by=actor, refused=refused)
    note(Verb.CASE_IRREGULAR, case, actor, now, {"rule": rule, "refused": refused})


def not_yours() -> str:
    """The sentence for somebody whose office or duty it is not."""
    return _("This case belongs to another unit.")
