"""The ways that complaints of the demo city go, step by step, through the same acts as real ones."""

from collections.abc import Callable
from datetime import datetime

from complaints import actions
from complaints.kinds import Identity as Openness
from complaints.kinds import IntakeChannel, Kind, Suspicion
from complaints.models import Complaint, Request
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script
from efficiency.portal.demo.voices import ANSWER, CONTACT, Voice, read_voices
from efficiency.vault.identity import Identity


class Course:
    """The course of one complaint. Each method plans one act and returns the course."""

    def __init__(self, script: Script, city: City, number: int, voice: Voice) -> None:
        self.script, self.city, self.voice, self.number = script, city, voice, number
        self.unit = voice.unit
        self._complaint: Complaint | None = None

    @property
    def complaint(self) -> Complaint:
        """The complaint as it stands now."""
        assert self._complaint is not None  # filed by the first act of every course
        return Complaint.objects.select_related("matter").get(pk=self._complaint.pk)

    def file(self, when: datetime, suspicious: str = "") -> "Course":
        """The citizen files, two of three in the web, the others by calling."""
        by_phone = self.number % 3 == 2 and not suspicious
        openness = (Openness.REAL, Openness.CONFIDENTIAL, Openness.ANONYMOUS)[self.number % 3]
        person = Identity(name=f"演示市民{self.number:02d}", phone=f"139{self.number:08d}")

        def act(now: datetime) -> None:
            self._complaint = actions.file_complaint(
                submission=f"demo{self.number:028d}",
                kind=Kind(self.voice.kind),
                channel=IntakeChannel.PHONE if by_phone else IntakeChannel.WEB,
                content=self.voice.words,
                place=self.voice.place,
                identity=openness,
                person=None if openness == Openness.ANONYMOUS else person,
                files=[],
                suspicious=suspicious,
                actor=self.city.accounts["operator"] if by_phone else None,
                now=now,
                demo=True,
            )

        return self._plan(when, act)

    def discard(self, when: datetime) -> "Course":
        """The hotline puts a held one away."""
        operator = self.city.accounts["operator"]
        return self._plan(
            when,
            lambda now: actions.discard(
                complaint=self.complaint, reason="同一内容一小时内重复提交四十次，并非诉求。", actor=operator, now=now
            ),
        )

    def dispatch(self, when: datetime, unit: str = "") -> "Course":
        """The hotline gives it to the unit."""
        self.unit = code = unit or self.unit
        return self._plan(
            when,
            lambda now: actions.dispatch(
                complaint=self.complaint,
                unit=self.city.units[code],
                note="请按职责办理并按期反馈。",
                actor=self.city.accounts["operator"],
                now=now,
            ),
        )

    def sign(self, when: datetime) -> "Course":
        """The handler signs for it and the head assigns him."""
        handler, head = self.city.handlers[self.unit], self.city.heads[self.unit]
        self._plan(when, lambda now: actions.sign_for(complaint=self.complaint, actor=handler, now=now))
        return self._plan(
            when,
            lambda now: actions.assign_handler(complaint=self.complaint, handler=handler, actor=head, now=now),
        )

    def reply(self, when: datetime) -> "Course":
        """The handler answers."""
        handler, place = self.city.handlers[self.unit], self.voice.place
        return self._plan(
            when,
            lambda now: actions.reply(
                complaint=self.complaint,
                text=ANSWER.format(place=place),
                contacted_how=CONTACT,
                actor=handler,
                now=now,
            ),
        )

    def send_back(self, when: datetime) -> "Course":
        """The hotline finds the answer wanting."""
        operator = self.city.accounts["operator"]
        return self._plan(
            when,
            lambda now: actions.send_back(
                complaint=self.complaint, reason="未说明整改时间，请补充。", actor=operator, now=now
            ),
        )

    def close(self, when: datetime) -> "Course":
        """The hotline finds the answer good."""
        operator = self.city.accounts["operator"]
        return self._plan(when, lambda now: actions.close(complaint=self.complaint, actor=operator, now=now))

    def ask_return(self, when: datetime, suggested: str) -> "Course":
        """The unit says that it is not responsible."""
        handler = self.city.handlers[self.unit]
        return self._plan(
            when,
            lambda now: actions.ask_return(
                complaint=self.complaint,
                reason="该路段由属地镇管养，不属于我单位职责。",
                suggested_unit=self.city.units[suggested],
                actor=handler,
                now=now,
            ),
        )

    def grant_return(self, when: datetime) -> "Course":
        """The hotline takes it back."""
        operator = self.city.accounts["operator"]
        return self._plan(
            when,
            lambda now: actions.rule_on_return(
                request=self._asked(Request.RETURN), granted=True, ruling_note="情况属实。", actor=operator, now=now
            ),
        )

    def ask_extension(self, when: datetime) -> "Course":
        """The unit asks for three more working days."""
        handler = self.city.handlers[self.unit]
        return self._plan(
            when,
            lambda now: actions.ask_extension(
                complaint=self.complaint, days=3, reason="需要夜间两次监测后才能认定。", actor=handler, now=now
            ),
        )

    def grant_extension(self, when: datetime) -> "Course":
        """The hotline gives them."""
        operator = self.city.accounts["operator"]
        return self._plan(
            when,
            lambda now: actions.rule_on_extension(
                request=self._asked(Request.EXTENSION), granted=True, ruling_note="", actor=operator, now=now
            ),
        )

    def _asked(self, kind: str) -> Request:
        return self.complaint.requests.filter(kind=kind, ruled_at=None).get()

    def _plan(self, when: datetime, act: Callable[[datetime], object]) -> "Course":
        self.script.plan(when, act)
        return self


def plan_complaints(script: Script, city: City, days: Days) -> dict[str, Course]:
    """Plan every voice's course; returns those that cards will come of, by what becomes of them."""
    courses = iter([Course(script, city, number, voice) for number, voice in enumerate(read_voices())])
    at = days.at
    marked: dict[str, Course] = {}
    # The unit of the demo accounts: something at every stage.
    marked["late soon 1"] = next(courses).file(at(6, "08:40")).dispatch(at(6, "09:10")).sign(at(6, "10:30"))
    marked["upheld"] = next(courses).file(at(13, "21:15")).dispatch(at(12, "09:05")).sign(at(12, "11:00"))
    marked["upheld"].reply(at(5, "16:00")).close(at(4, "10:00"))
    next(courses).file(at(5, "07:50")).dispatch(at(5, "09:15")).sign(at(5, "10:00"))
    next(courses).file(at(4, "22:05")).dispatch(at(3, "09:10")).sign(at(3, "13:30")).ask_extension(at(2, "15:00"))
    next(courses).file(at(3, "09:30")).dispatch(at(3, "10:10")).sign(at(3, "14:00"))
    marked["answered"] = next(courses).file(at(10, "06:30")).dispatch(at(10, "09:20")).sign(at(10, "10:40"))
    marked["answered"].reply(at(3, "16:30"))
    next(courses).file(at(2, "12:10")).dispatch(at(2, "13:00")).sign(at(2, "15:10"))
    next(courses).file(at(2, "18:40")).dispatch(at(1, "09:05")).sign(at(1, "10:00"))
    next(courses).file(at(1, "11:20")).dispatch(at(1, "13:10"))
    next(courses).file(at(1, "14:30")).dispatch(at(1, "15:00"))
    next(courses).file(at(7, "09:00")).dispatch(at(7, "09:40")).sign(at(7, "11:00")).reply(at(4, "15:30")).send_back(
        at(3, "10:00")
    )
    next(courses).file(at(9, "09:10")).dispatch(at(9, "09:50")).sign(at(9, "11:20")).reply(at(6, "10:10")).close(
        at(5, "09:30")
    )
    next(courses).file(at(2, "08:50")).dispatch(at(2, "09:20")).sign(at(2, "11:15"))
    # Other units.
    marked["late soon 2"] = next(courses).file(at(6, "03:20")).dispatch(at(6, "09:15")).sign(at(6, "13:00"))
    marked["downgraded"] = next(courses).file(at(15, "16:00")).dispatch(at(14, "09:10")).sign(at(14, "10:10"))
    marked["downgraded"].reply(at(2, "16:00"))
    marked["revoked"] = next(courses).file(at(11, "20:10")).dispatch(at(10, "09:40")).sign(at(10, "15:00"))
    marked["revoked"].reply(at(4, "11:00")).close(at(3, "14:00"))
    next(courses).file(at(5, "19:00")).dispatch(at(4, "09:05")).sign(at(4, "10:30"))
    marked["late soon 3"] = next(courses).file(at(7, "23:40")).dispatch(at(6, "09:20")).sign(at(6, "15:45"))
    _plan_rest(list(courses), days)
    return marked


def _plan_rest(courses: list[Course], days: Days) -> None:
    """The other units: granted extension, return, held, waiting, and what is simply being done or was."""
    at, ago = days.at, days.ago
    courses[0].file(at(5, "10:00")).dispatch(at(5, "10:30")).sign(at(5, "13:20")).ask_extension(
        at(3, "09:00")
    ).grant_extension(at(3, "11:00"))
    courses[1].file(at(4, "09:40")).dispatch(at(4, "10:00"), "cgj").ask_return(at(4, "11:30"), "sthj")
    courses[1].grant_return(at(4, "15:00")).dispatch(at(4, "15:10"), "sthj").sign(at(3, "09:30"))
    for minutes, course in enumerate(courses[2:9], 1):
        course.file(ago(minutes=minutes * 23))  # the operator's queue
    courses[9].file(ago(minutes=50), Suspicion.QUICK)
    courses[10].file(ago(hours=3), Suspicion.PROOF)
    courses[11].file(at(2, "09:15"), Suspicion.ADDRESS).discard(at(2, "09:45"))
    for place, course in enumerate(courses[12:20]):
        back = 3 + place % 3
        course.file(at(back, f"{9 + place % 6:02d}:05")).dispatch(at(back, f"{9 + place % 6:02d}:40"))
        course.sign(at(back - 1, "10:00"))
        if place % 2:
            course.reply(at(1, "14:00"))
    for place, course in enumerate(courses[20:]):
        back = 8 + place % 7
        course.file(at(back, "09:20")).dispatch(at(back, "10:05")).sign(at(back, "14:00"))
        course.reply(at(back - 3, "15:00")).close(at(back - 4, "10:00"))
