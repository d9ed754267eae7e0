"""How the demo city was rated: every code, and every stage of what follows a bad one."""

from collections.abc import Callable
from datetime import datetime

from approvals.models import DeliveryWay
from approvals.ratings import actions
from approvals.ratings.actions.tablets import set_up_tablet
from approvals.ratings.kinds import Channel, RulingKind
from approvals.ratings.models import Rating
from efficiency.changes.actions import decide
from efficiency.organization.models import User
from efficiency.portal.demo.city import City
from efficiency.portal.demo.counter import Application
from efficiency.portal.demo.people import SHOWN_UNIT
from efficiency.portal.demo.script import Days, Script

_FIRST_NUMBER = 400  # of the applicants; the counter's own story has lower ones
_ITEM = "店招标牌设置备案"
# item, code, channel, words: each a matter of its own, granted some days ago.
_PLAIN = (
    ("食品经营许可", 1, "tablet", "窗口很耐心，一次就办好了。"),
    ("食品经营许可", 2, "receipt", ""),
    ("食品经营许可", 1, "tablet", ""),
    ("食品经营许可", 3, "online", "材料清单再清楚一点就好。"),
    ("内资企业设立登记", 1, "tablet", "当天就拿到了执照。"),
    ("内资企业设立登记", 1, "receipt", ""),
    ("内资企业设立登记", 2, "tablet", ""),
    ("内资企业设立登记", 1, "tablet", ""),
    ("不动产转移登记", 2, "receipt", ""),
    ("不动产转移登记", 1, "tablet", "叫号快，不用等。"),
    ("不动产转移登记", 4, "receipt", "跑了两趟才交齐材料。"),
    ("公共场所卫生许可", 1, "tablet", ""),
    ("公共场所卫生许可", 3, "receipt", ""),
    ("护士执业注册", 1, "online", ""),
    ("护士执业注册", 2, "tablet", ""),
    ("劳务派遣经营许可", 2, "receipt", ""),
    ("劳务派遣经营许可", 1, "tablet", ""),
    ("烟草专卖零售许可", 5, "receipt", "现场核查等了一个多星期，没人告诉我进度。"),
    ("烟草专卖零售许可", 1, "tablet", ""),
    (_ITEM, 1, "tablet", "态度好。"),
    (_ITEM, 2, "tablet", ""),
    (_ITEM, 1, "receipt", ""),
    (_ITEM, 3, "online", ""),
    ("砍伐、移植城市树木审批", 2, "receipt", ""),
)


class Voice:
    """One rating with what follows. Each method plans one act and returns the voice."""

    def __init__(self, script: Script, city: City, days: Days) -> None:
        self.script, self.city, self.days = script, city, days
        self._rating: Rating | None = None

    @property
    def rating(self) -> Rating:
        """The rating as it stands now."""
        assert self._rating is not None  # given by the first act
        return Rating.objects.select_related("unit", "item").get(pk=self._rating.pk)

    def give(
        self, when: datetime, application: Application, code: int, channel: str, words: str, *, named: bool = False
    ) -> "Voice":
        """Somebody rates the end of his matter."""

        def act(now: datetime) -> None:
            self._rating = actions.give_rating(
                case=application.case, code=code, channel=Channel(channel), words=words, named=named, now=now
            )

        return self._plan(when, act)

    def contact(self, when: datetime) -> "Voice":
        """The unit calls."""
        return self._plan(
            when,
            lambda now: actions.contact(
                rating=self.rating,
                how="电话",
                text="群众反映等候时间过长、没有一次告知。",
                actor=self._handler,
                now=now,
            ),
        )

    def rectify(self, when: datetime) -> "Voice":
        """The unit puts it right."""
        return self._plan(
            when,
            lambda now: actions.rectify(
                rating=self.rating,
                reasons="午间窗口只有一人，材料清单版本过旧。",
                text="已增设午间值守，更新材料清单并逐项核对。",
                actor=self._handler,
                now=now,
            ),
        )

    def call_back(self, when: datetime) -> "Voice":
        """The unit says what came of it."""
        return self._plan(
            when,
            lambda now: actions.call_back(
                rating=self.rating, content=True, text="表示理解，对整改满意。", actor=self._handler, now=now
            ),
        )

    def appeal(self, when: datetime) -> "Voice":
        """The head appeals."""
        head = self.city.heads[SHOWN_UNIT]
        return self._plan(
            when,
            lambda now: actions.appeal(
                rating=self.rating, ground="评价内容反映的是停车收费，与本单位办理的事项无关。", actor=head, now=now
            ),
        )

    def void(self, when: datetime) -> "Voice":
        """Two persons of the office void it."""

        def act(now: datetime) -> None:
            change = actions.propose_ruling(
                rating=self.rating,
                kind=RulingKind.VOIDED,
                ground="经回放叫号记录和回访，评价对象有误。",
                actor=self.city.accounts["office"],
                now=now,
            )
            decide(change=change, confirm=True, actor=self.city.accounts["office2"], now=now)

        return self._plan(when, act)

    @property
    def _handler(self) -> User:
        return self.city.handlers[SHOWN_UNIT]

    def _plan(self, when: datetime, act: Callable[[datetime], object]) -> "Voice":
        self.script.plan(when, act)
        return self


def plan_ratings(script: Script, city: City, days: Days) -> None:
    """Plan them: plain ones of every code, and of the shown unit one at each stage after a bad one."""
    numbers = iter(range(_FIRST_NUMBER, _FIRST_NUMBER + 100))

    def ended(item: str, back: int) -> Application:
        application = Application(script, city, next(numbers), item)
        application.receive(days.at(back, "09:20"), accept=True).grant(days.at(back, "15:10"))
        return application.deliver(days.at(back, "15:40"), DeliveryWay.COUNTER)

    for place, (item, code, channel, words) in enumerate(_PLAIN):
        back = 2 + place * 7 % 19
        Voice(script, city, days).give(days.at(back, "16:05"), ended(item, back), code, channel, words)

    def bad(back: int, words: str, *, named: bool = True, code: int = 5) -> Voice:
        given = ended(_ITEM, back)
        return Voice(script, city, days).give(days.at(back, "16:30"), given, code, "receipt", words, named=named)

    at = days.at
    bad(18, "等了一个多小时才轮到。").contact(at(17, "10:00")).rectify(at(12, "15:00")).call_back(at(11, "10:30"))
    bad(9, "材料清单和网上不一样，白跑一趟。", code=4).contact(at(8, "11:20"))
    bad(6, "电话一直没人接，问不到进度。")  # nobody called in time: the judge cards it (E-21)
    bad(14, "停车收费太贵。", named=False).appeal(at(12, "09:40")).void(at(10, "14:00"))
    bad(4, "停车场工作人员态度差。", named=False, code=4).appeal(at(2, "10:10"))
    fresh = ended(_ITEM, 1)
    Voice(script, city, days).give(days.ago(minutes=50), fresh, 5, "receipt", "来回跑了三趟。", named=True)
    script.plan(days.at(20, "09:00"), lambda now: set_up_tablet(actor=city.accounts["window"], now=now))
