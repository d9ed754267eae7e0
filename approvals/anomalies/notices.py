"""E-05: told piecemeal what to complete; E-14: materials asked for outside the catalogue."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, StrIndex
from django.utils.translation import gettext_lazy as _

from approvals.anomalies.base import OfRowsOfCases, said
from approvals.models import Case, Correction, Irregularity, ItemVersion, Point, Rule
from efficiency.clocks.models import Matter


class SecondNoticeTried(OfRowsOfCases[Irregularity]):
    """Somebody tried to ask a second time for what the first notice could have asked; it was refused (T-16)."""

    code, sign, moment = "E-05", "notice-tried", "at"
    words = _("a second notice was tried that asks for what the first could have asked; it was refused")

    def violations(self, now: datetime) -> QuerySet[Irregularity]:
        """Recorded by the act that refused it."""
        rows = Irregularity.objects.filter(rule=Rule.NOTICE)
        return rows.select_related("case__matter__unit", "case__item")


class SecondNoticeGiven(OfRowsOfCases[Correction]):
    """A second notice stands that names what the first could have named, however it came to be."""

    code, sign, moment = "E-05", "notice-given", "told_at"
    words = _("a second notice asks for what the first could have asked")

    def violations(self, now: datetime) -> QuerySet[Correction]:
        """Notices after another on the case that name what was not named before."""
        before = Correction.objects.filter(case=OuterRef("case"), pk__lt=OuterRef("pk"))
        asked = Point.objects.filter(
            correction__case=OuterRef("correction__case"),
            correction__lt=OuterRef("correction"),
            about=OuterRef("about"),
        )
        new = Point.objects.filter(Q(about="") | ~Exists(asked), correction=OuterRef("pk"))
        return Correction.objects.filter(Exists(before), Exists(new)).select_related("case__matter__unit", "case__item")


class UnlistedMaterial(OfRowsOfCases[Point]):
    """A notice asks for a material that the item did not ask for when the case was received."""

    code, sign, moment = "E-14", "material-unlisted", "correction__told_at"
    words = _("a notice asks for a material that the item's list did not hold when the case was received")

    def violations(self, now: datetime) -> QuerySet[Point]:
        """Named, and neither asked for at the receipt nor handed in; what else the list held, `gathered` sees."""
        lines = Concat(
            Value("\n"),
            F("correction__case__wanted"),
            Value("\n"),
            F("correction__case__materials"),
            Value("\n"),
            output_field=TextField(),
        )
        named = Concat(Value("\n"), F("about"), Value("\n"), output_field=TextField())
        rows = Point.objects.exclude(about="").annotate(in_file=StrIndex(lines, named)).filter(in_file=0)
        return rows.select_related("correction__case__matter__unit", "correction__case__item")

    def gathered(self, rows: Sequence[Point]) -> Sequence[Point]:
        """Without what was on the list as optional, or obtained by data sharing."""
        items = {row.correction.case.item_id for row in rows}
        lists = {
            (version.item_id, version.number): {material["name"] for material in version.content.get("materials", [])}
            for version in ItemVersion.objects.filter(item__in=items)
        }
        return [row for row in rows if row.about not in _listed(row.correction.case, lists)]

    def matter(self, row: Point) -> Matter:
        """The case's."""
        return row.correction.case.matter

    def facts(self, row: Point) -> Mapping[str, str]:
        """Which material."""
        return said(row.correction.case, material=row.about, notice=row.correction.told_at)


def _listed(case: Case, lists: Mapping[tuple[int, int], Collection[str]]) -> Collection[str]:
    """The item's list when the case was received; where no version was kept, as it stands."""
    return lists.get((case.item_id, case.item_version), case.item.material_list)


SIGNS = (SecondNoticeTried(), SecondNoticeGiven(), UnlistedMaterial())
