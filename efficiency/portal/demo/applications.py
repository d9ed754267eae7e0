"""What the demo city's citizens and firms filed online: a draft, one that waits, one for too long, one sent back."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw

from approvals import actions as counter
from approvals.applications import actions
from approvals.applications.actions.completing import open_points
from approvals.applications.models import Application, FieldList, Upload
from approvals.models import Case, Outcome
from efficiency.common.cleaning import CleanFile, clean
from efficiency.portal.demo.city import City
from efficiency.portal.demo.people import SHOWN_UNIT
from efficiency.portal.demo.script import Days, Script
from efficiency.vault.identity import Identity

_FIRST_NUMBER = 700  # of the applicants; the counter's and the ratings' stories have lower ones


class Filing:
    """The way of one online application. Each method plans one act and returns the filing."""

    def __init__(self, script: Script, city: City, number: int, item: str, document: str = "identity") -> None:
        self.script, self.city, self.number, self.item = script, city, number, city.items[item]
        self.document = document
        self._draft: Application | None = None

    @property
    def draft(self) -> Application:
        """The application as it stands now."""
        assert self._draft is not None  # begun by the first act
        return Application.objects.select_related("item").get(pk=self._draft.pk)

    @property
    def case(self) -> Case:
        """The case that it became."""
        return Case.objects.select_related("matter__unit", "item").get(application=self._draft)

    def begin(self, when: datetime) -> "Filing":
        """Who applies is saved."""
        person = Identity(name=f"演示申请人{self.number}", phone=f"138{self.number:08d}", id_number="（演示）")

        def act(now: datetime) -> None:
            given = actions.Given(identity=person, document=self.document)
            self._draft = actions.begin(item=self.item, given=given, now=now, demo=True)

        return self._plan(when, act)

    def send(self, when: datetime, *, most: int = 99) -> "Filing":
        """The materials are sent, or the first few."""

        def act(now: datetime) -> None:
            files = {material: [_paper(self.number)] for material in self.item.material_list[:most]}
            actions.add_files(application=self.draft, files=files, now=now)

        return self._plan(when, act)

    def file(self, when: datetime) -> "Filing":
        """It becomes a case."""
        return self._plan(when, lambda now: actions.file_application(application=self.draft, now=now))

    def accept(self, when: datetime) -> "Filing":
        """The window of the centre accepts it."""
        clerk = self.city.accounts["window"]
        return self._plan(when, lambda now: counter.accept_case(case=self.case, actor=clerk, now=now))

    def tell(self, when: datetime, words: str) -> "Filing":
        """The unit says what is missing."""

        def act(now: datetime) -> None:
            points = [counter.Told(words, self.item.material_list[0])]
            handler = self.city.handlers[self.item.unit.code]
            counter.tell_to_correct(case=self.case, points=points, actor=handler, now=now)

        return self._plan(when, act)

    def hand_in(self, when: datetime) -> "Filing":
        """The applicant sends it from his progress page."""

        def act(now: datetime) -> None:
            files = {point.pk: [_paper(self.number)] for point in open_points(self.case)}
            actions.add_to_point(case=self.case, files=files, now=now)
            actions.hand_in(case=self.case, now=now)

        return self._plan(when, act)

    def grant(self, when: datetime) -> "Filing":
        """The certificate is there."""

        def act(now: datetime) -> None:
            code = self.item.unit.code
            while (stage := counter.next_stage(self.case)) is not None and stage.duty != "decide":
                head, handler = self.city.heads[code], self.city.handlers[code]
                second = head if stage.duty == "site" else None
                actor = head if stage.duty == "hearing" else handler
                counter.finish_stage(stage=stage, opinion="符合要求，拟同意。", second=second, actor=actor, now=now)
            counter.finish_case(
                case=self.case,
                outcome=Outcome.GRANTED,
                result=f"演示证字〔{now.year}〕{self.number}号",
                reasons="",
                actor=self.city.accounts["window"],
                now=now,
            )

        return self._plan(when, act)

    def _plan(self, when: datetime, act: Callable[[datetime], object]) -> "Filing":
        self.script.plan(when, act)
        return self


def _paper(number: int) -> CleanFile:
    """A page that says what it is."""
    page = Image.new("RGB", (420, 594), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((20, 20, 400, 574), outline="black")
    pen.text((40, 50), f"DEMO PAPER {number}", fill="black")
    out = BytesIO()
    page.save(out, "PNG")
    return clean("demo.png", out.getvalue())


def plan_applications(script: Script, city: City, days: Days) -> None:
    """Plan them, and the details that one item needs beyond the city's list."""
    numbers = iter(range(_FIRST_NUMBER, _FIRST_NUMBER + 100))

    def new(item: str, document: str = "identity") -> Filing:
        return Filing(script, city, next(numbers), item, document)

    at, ago = days.at, days.ago
    new("食品经营许可").begin(at(1, "21:10")).send(at(1, "21:25"), most=1)
    new("店招标牌设置备案", "credit-code").begin(ago(minutes=50)).send(ago(minutes=40)).file(ago(minutes=38))
    new("食品经营许可").begin(at(2, "20:30")).send(at(2, "20:50")).file(at(2, "20:55"))
    new("内资企业设立登记", "credit-code").begin(at(3, "22:40")).send(at(3, "22:50")).file(at(3, "22:58"))
    # Nobody looked at it within 5 working days: accepted by law, and carded.
    new("店招标牌设置备案").begin(at(7, "19:40")).send(at(7, "19:50")).file(at(7, "20:05"))
    asked = new("店招标牌设置备案", "credit-code").begin(at(4, "18:10")).send(at(4, "18:30")).file(at(4, "18:32"))
    asked.tell(at(3, "09:50"), "申请表未加盖公章，请重新上传。")
    done = new("店招标牌设置备案").begin(at(9, "12:10")).send(at(9, "12:20")).file(at(9, "12:25"))
    done.tell(at(8, "10:15"), "申请表第2页缺签名。").hand_in(at(7, "20:40")).accept(at(6, "09:20")).grant(
        at(4, "15:00")
    )
    new("护士执业注册").begin(at(6, "21:00")).send(at(6, "21:05")).file(at(6, "21:10")).accept(at(5, "09:10"))
    script.plan(at(15, "10:00"), lambda now: _needs_address(city, now))


def _needs_address(city: City, now: datetime) -> None:
    """Signs are put up somewhere: the shown unit needs the address too."""
    item = city.items["店招标牌设置备案"]
    assert item.unit.code == SHOWN_UNIT
    actions.set_fields(
        item=item,
        chosen=["phone", "address"],
        ground="需核对设置地点。",
        actor=city.accounts["office"],
        now=now,
    )


def remove_applications() -> int:
    """Drafts and filed applications with their files, and the lists of details."""
    uploads = Upload.objects.filter(application__demo=True) | Upload.objects.filter(case__matter__demo=True)
    actions.drop(uploads)
    FieldList.objects.filter(demo=True).delete()
    gone = Application.objects.filter(demo=True)
    count = gone.count()
    gone.delete()
    return count
