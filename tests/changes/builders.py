"""A kind of change for the tests: it sets a word, and refuses the word "refused"."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from efficiency.changes import kinds
from efficiency.changes.actions import propose
from efficiency.changes.kinds import ChangeKind, Difference, Effect, EffectTable, Payload, UnableToChange
from efficiency.changes.models import Change
from tests.cast import at, make_user

applied: list[str] = []


def _effect(payload: Payload, now: datetime) -> Effect:
    if payload["word"] == "refused":
        raise UnableToChange("This word cannot be set.")
    return Effect(
        sentences=[f"The word becomes {payload['word']}."],
        tables=[EffectTable("Moved", ("What", "When"), [("case 1", f"{now:%F}")], total=3)],
    )


def _apply(change: Change, actor: Any, now: datetime) -> str:
    _effect(change.payload, now)
    applied.append(change.payload["word"])
    return "/calendar/"


WORD = ChangeKind(
    code="word",
    name="a word",
    proposers=("office",),
    deciders=("office", "secadmin"),
    describe=lambda payload: [Difference("word", "old", payload["word"])],
    effect=_effect,
    apply=_apply,
)


@contextmanager
def a_known_kind() -> Iterator[None]:
    """The kind is known inside the block, and nothing was applied before it."""
    applied.clear()
    kinds.register(WORD)
    try:
        yield
    finally:
        del kinds._kinds["word"]


def proposed(word: str = "new", **more: Any) -> Change:
    """A proposal of one of the office."""
    actor = more.pop("actor", None) or make_user("office")
    more.setdefault("now", at("2026-03-02 09:00"))
    return propose(
        kind="word", title="Set the word", payload={"word": word}, ground="昆效办〔2026〕1号", actor=actor, **more
    )
