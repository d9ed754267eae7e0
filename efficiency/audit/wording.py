"""Words that a person typed and an entry is about: the entry holds a keyed commitment, the row holds the words.

An entry stands for ever, and a ground typed by hand may name a citizen. So the words stand in the row
of their room alone; the auditor reads them there, and the commitment tells whether they are still
those that were recorded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model

from efficiency.audit.models import Entry
from efficiency.common.keys import keyed_digest

# Words by the number of the entry; entries whose row is gone, or has no words, are left out.
Reader = Callable[[Sequence[Entry]], dict[int, str]]
_readers: dict[str, Reader] = {}


@dataclass(frozen=True)
class Words:
    """What was typed, as its row has it now, and whether that is what the entry was written about."""

    text: str
    is_as_recorded: bool


def committed(text: str) -> bytes:
    """The commitment of an entry to typed words (32 bytes)."""
    return keyed_digest(settings.COMMITMENT_KEY, "words", text)


def commitment_to(text: str) -> bytes | None:
    """The commitment of an entry to what may have been typed; None where nothing was."""
    return committed(text) if text else None


def register(verb: str, reader: Reader) -> None:
    """Say where the words stand that entries of a verb were written about."""
    _readers[verb] = reader


def register_column(verb: str, model: type[Model], column: str, *, named: str = "") -> None:
    """Say that the words stand in a column: of the row whose number the entry's data `named`, or of its subject."""

    def read(entries: Sequence[Entry]) -> dict[int, str]:
        numbers = {entry.pk: str(entry.data.get(named, "") if named else entry.subject_id) for entry in entries}
        wanted = {number for number in numbers.values() if number.isdecimal()}
        texts = {str(key): text for key, text in model._default_manager.filter(pk__in=wanted).values_list("pk", column)}
        return {entry: texts[number] for entry, number in numbers.items() if number in texts}

    register(verb, read)


def words_of(entries: Iterable[Entry]) -> dict[int, Words]:
    """The words of entries that have some, by their number: one question for each verb among them."""
    by_verb: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.verb in _readers and entry.commitment is not None:
            by_verb[entry.verb].append(entry)
    found: dict[int, Words] = {}
    for verb, some in by_verb.items():
        texts = _readers[verb](some)
        for entry in some:
            if entry.pk in texts:
                text = texts[entry.pk]
                found[entry.pk] = Words(text, committed(text) == bytes(entry.commitment or b""))
    return found
