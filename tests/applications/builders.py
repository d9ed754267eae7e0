"""Builders for online applications and the people around them."""

from datetime import datetime
from typing import Any

from approvals.applications import actions
from approvals.applications.models import Application
from approvals.models import Case, Item
from efficiency.common.cleaning import CleanFile, clean
from efficiency.organization.models import Unit
from efficiency.vault.identity import Identity
from tests.approvals.builders import GOOD_IDENTITY, make_item
from tests.cast import at
from tests.complaints.files import picture

# Monday evening; the acceptance is due on Sunday 2026-09-20 at 17:00, a day worked to make up.
MONDAY = at("2026-09-14 20:15")
WHO = Identity(name="顾晓演", phone="13800000001", id_number=GOOD_IDENTITY)


def photo(name: str = "a.png") -> CleanFile:
    """A clean picture."""
    return clean(name, picture())


def online_item(unit: Unit | None = None, **values: Any) -> Item:
    """An item that is accepted online, with two materials that must be sent."""
    return make_item(unit, **({"depth": "4"} | values))


def begun(item: Item | None = None, *, now: datetime = MONDAY, who: Identity = WHO) -> Application:
    """A draft with its first step saved."""
    given = actions.Given(identity=who, document="identity")
    return actions.begin(item=item or online_item(), given=given, now=now)


def ready(item: Item | None = None, *, now: datetime = MONDAY, who: Identity = WHO) -> Application:
    """A draft with a picture for each material."""
    draft = begun(item, now=now, who=who)
    files = {material: [photo()] for material in draft.item.material_list}
    actions.add_files(application=draft, files=files, now=now)
    return draft


def filed(item: Item | None = None, *, now: datetime = MONDAY, who: Identity = WHO) -> Case:
    """The case that such a draft becomes."""
    return actions.file_application(application=ready(item, now=now, who=who), now=now)
