"""The steps of an online application and what each page of it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.applications.models import Application, Upload
from approvals.catalogue.force import as_shown
from approvals.catalogue.rows import content_of, material_rows
from approvals.models import Item, ItemMaterial

WHO, MATERIALS, REVIEW, FILED = 1, 2, 3, 4
STEPS: tuple[str | Promise, ...] = (_("Who applies"), _("Materials"), _("Check and file"), _("Receipt"))


@dataclass(frozen=True)
class Wanted:
    """One material of the item, with what was sent for it."""

    place: int
    row: ItemMaterial
    uploads: Sequence[Upload] = field(default_factory=tuple)

    @property
    def asked(self) -> bool:
        """It must be sent: neither optional nor fetched by the department itself."""
        return self.row.required and not self.row.shared

    @property
    def missing(self) -> bool:
        """It must be sent, and was not."""
        return self.asked and not self.uploads


def wanted_of(item: Item, application: Application | None, now: datetime) -> list[Wanted]:
    """The materials of the item as it is in force now, with the files of the draft: three queries at most."""
    shown = as_shown(item, now)
    rows = material_rows(shown, shown.shown_content or content_of(shown))
    sent: dict[str, list[Upload]] = {}
    for upload in application.uploads.all() if application else ():
        sent.setdefault(upload.material, []).append(upload)
    return [Wanted(place, row, sent.get(row.name, ())) for place, row in enumerate(rows, 1)]
