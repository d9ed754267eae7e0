"""What became of the demo city's earlier cards: one in every state."""

from datetime import datetime

from efficiency.cards import actions
from efficiency.cards.kinds import LevelNumber, RulingKind, State
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.models import Matter
from efficiency.portal.demo.city import City
from efficiency.portal.demo.counter import Application
from efficiency.portal.demo.hotline import Course
from efficiency.portal.demo.script import Days, Script

_STATEMENT = "本件因现场取证需要两次夜间检查而超期，未及时申请延期，责任在我单位。已增派人手，今后到期前两日提醒。"
_RECTIFIED = "已建立到期提醒台账，指定专人每日核对，相关人员已作自我检查。"


def plan_sweeps(script: Script, days: Days, first: int) -> None:
    """Let the judge look every working morning, last at noon of the last working day.

    What runs out after that noon is left to the first sweep of the running portal.
    """
    for back in range(first, 1, -1):
        script.plan(days.at(back, "09:01"), lambda now: sweep(now=now))
    script.plan(days.at(1, "12:00"), lambda now: sweep(now=now))


def plan_cards(
    script: Script, city: City, days: Days, courses: dict[str, Course], cases: dict[str, Application]
) -> None:
    """Plan what units and office did with the cards of the judge, and one card issued by hand."""
    at = days.at
    told = _Telling(script, city)
    told.answer(courses["upheld"], at(5, "16:30"))
    told.uphold(courses["upheld"], at(3, "09:30"))
    told.answer(courses["answered"], at(2, "15:00"))
    told.answer(courses["revoked"], at(4, "14:00"))
    told.rule(
        courses["revoked"], RulingKind.REVOKE, "热线派单有误：该工单应由属地镇承办。", at(3, "10:00"), at(2, "09:40")
    )
    told.answer(cases["rectified"], at(9, "10:00"))
    told.uphold(cases["rectified"], at(8, "17:00"))
    told.rectify(cases["rectified"], at(5, "10:00"), at(4, "16:00"))
    told.answer(cases["upheld"], at(8, "09:30"))
    told.uphold(cases["upheld"], at(7, "15:00"))
    told.answer(courses["downgraded"], at(3, "11:00"))
    told.rule(
        courses["downgraded"],
        RulingKind.DOWNGRADE,
        "承办期间两次上门取证有记录，情节较轻。",
        at(3, "15:00"),
        at(2, "10:10"),
    )
    script.plan(at(3, "16:00"), lambda now: _by_hand(city, now))


class _Telling:
    """Plans acts on the newest standing card of a thing."""

    def __init__(self, script: Script, city: City) -> None:
        self.script, self.city = script, city

    def answer(self, thing: Course | Application, when: datetime) -> None:
        """The head of the unit makes its statement."""

        def act(now: datetime) -> None:
            card = _card(thing)
            actions.answer(card=card, text=_STATEMENT, actor=self.city.heads[card.unit.code], now=now)

        self.script.plan(when, act)

    def uphold(self, thing: Course | Application, when: datetime) -> None:
        """One of the office upholds."""
        office = self.city.accounts["office"]
        self.script.plan(
            when,
            lambda now: actions.uphold(card=_card(thing), note="超期属实，理由不成立。", actor=office, now=now),
        )

    def rule(
        self, thing: Course | Application, kind: RulingKind, ground: str, proposed: datetime, decided: datetime
    ) -> None:
        """One of the office proposes, another decides."""
        office, second = self.city.accounts["office"], self.city.accounts["office2"]

        def propose(now: datetime) -> None:
            actions.propose_ruling(card=_card(thing), kind=kind, ground=ground, actor=office, now=now)

        def decide(now: datetime) -> None:
            ruling = _card(thing).rulings.get(decided_at=None)
            actions.decide_ruling(ruling=ruling, confirm=True, note="同意。", actor=second, now=now)

        self.script.plan(proposed, propose)
        self.script.plan(decided, decide)

    def rectify(self, thing: Course | Application, reported: datetime, closed: datetime) -> None:
        """The unit puts right what was wrong, and the office closes the card."""

        def report(now: datetime) -> None:
            card = _card(thing)
            actions.report_rectification(card=card, text=_RECTIFIED, actor=self.city.heads[card.unit.code], now=now)

        office = self.city.accounts["office"]
        self.script.plan(reported, report)
        self.script.plan(closed, lambda now: actions.close(card=_card(thing), actor=office, now=now))


def _matter(thing: Course | Application) -> Matter:
    return thing.complaint.matter if isinstance(thing, Course) else thing.case.matter


def _card(thing: Course | Application) -> Card:
    rows = Card.objects.numbered().select_related("unit").filter(matter=_matter(thing))
    return rows.exclude(state__in=(State.SUPERSEDED, State.REVOKED)).latest("pk")


def _by_hand(city: City, now: datetime) -> None:
    """A card without a clock: what inspectors found at a counter."""
    actions.issue_by_hand(
        unit=city.units["jtj"],
        matter=None,
        level=LevelNumber.GRAVE,
        rule="明察暗访",
        ground="明查暗访发现：工作时间窗口无人值守四十分钟，群众排队等候。",
        actor=city.accounts["office"],
        now=now,
    )
