"""How a complaint comes in, and what becomes of one that is held."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from complaints import actions
from complaints.models import Attachment, Complaint
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.clocks.models import Matter
from efficiency.common.cleaning import CleanFile
from efficiency.common.keys import query_code, query_code_digest
from efficiency.vault.models import Person
from tests.cast import at
from tests.complaints.conftest import CITIZEN, FILED, Cast, dispatched, make_complaint

pytestmark = pytest.mark.django_db


def clocks_of(complaint: Complaint) -> dict[str, str]:
    """Kind and due moment of each clock."""
    return {
        clock.kind: f"{clock.due_at.astimezone(FILED.tzinfo):%m-%d %H:%M}" for clock in complaint.matter.clocks.all()
    }


def test_a_filed_complaint_starts_the_promise_to_the_citizen_and_the_clock_of_the_hotline(cast: Cast) -> None:
    complaint = make_complaint()

    assert complaint.state == "filed"
    assert complaint.matter.unit == cast.hotline
    assert complaint.matter.reference.startswith("TS-260928-")
    assert complaint.matter.path == f"/complaints/{complaint.matter.reference}/"
    # 6 working days after Monday 28 September: 29, 30, then 8, 9, the make-up Saturday 10, and 12 October.
    assert clocks_of(complaint) == {"citizen": "10-13 00:00", "dispatch": "09-29 10:00"}


def test_a_held_complaint_runs_under_the_same_clocks(cast: Cast) -> None:
    complaint = make_complaint(suspicious="quick")

    assert complaint.state == "quarantined"
    assert set(clocks_of(complaint)) == {"citizen", "dispatch"}
    assert Entry.objects.filter(verb=Verb.COMPLAINT_QUARANTINED).get().data == {"reason": "quick"}


def test_the_query_code_is_stored_as_a_keyed_digest_only(cast: Cast) -> None:
    complaint = make_complaint(submission="one")

    code = query_code("one")
    assert complaint.code_digest == query_code_digest(code)
    assert code not in str(Complaint.objects.filter(pk=complaint.pk).values())


def test_the_same_form_sent_twice_is_one_complaint(cast: Cast) -> None:
    first = make_complaint(submission="one")

    assert make_complaint(submission="one", now=at("2026-09-28 10:01")) == first
    assert Complaint.objects.count() == Matter.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"content": "别的事情"},
        {"kind": "complaint"},
        {"place": "别处"},
        {"identity": "confidential"},
        {"person": replace(CITIZEN, phone="13900000000")},
        {"files": [CleanFile(b"x", "png")]},
    ],
)
def test_the_same_form_with_other_contents_is_refused_with_the_number(cast: Cast, changed: dict[str, object]) -> None:
    first = make_complaint(submission="one")

    with pytest.raises(actions.UnableToFileTwice, match=first.matter.reference):
        make_complaint(submission="one", **changed)

    assert Complaint.objects.count() == 1


def test_a_name_and_its_numbers_are_in_the_vault_alone(cast: Cast) -> None:
    complaint = make_complaint(content="我是金丝雀姓名,电话139-1234-5678,路灯坏了,身份证320583199001011234")

    assert complaint.reporter is not None
    assert complaint.shared_content == "我是○○,电话○○,路灯坏了,身份证○○"
    assert complaint.matter.title.endswith("】我是○○,电话○○,路灯坏了,身份证○○")


def test_an_anonymous_complaint_keeps_nothing_of_the_citizen_whatever_was_given(cast: Cast) -> None:
    """T-52."""
    complaint = make_complaint(identity="anonymous")

    assert complaint.state == "filed"
    assert complaint.reporter is None
    assert not Person.objects.exists()


def test_files_are_kept_under_random_names(cast: Cast) -> None:
    complaint = make_complaint(files=[CleanFile(b"clean", "png")])

    kept = complaint.attachments.get()
    assert kept.content_type == "image/png"
    assert kept.size == 5
    assert len(str(kept.file.name).split("/")[-1]) == len("0" * 32 + ".png")
    with default_storage.open(str(kept.file.name)) as file:
        assert file.read() == b"clean"
    assert kept.file.path.startswith(str(settings.MEDIA_ROOT))


def test_when_filing_fails_its_files_are_gone_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no space")

    before = sum(1 for _ in _stored())
    monkeypatch.setattr(Attachment, "save", fail)

    with pytest.raises(RuntimeError):
        make_complaint(files=[CleanFile(b"clean", "png")])

    assert not Complaint.objects.exists()
    assert sum(1 for _ in _stored()) == before


def _stored() -> list[object]:
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_city_without_a_hotline_says_what_to_do(db: None) -> None:
    with pytest.raises(actions.UnableToFile, match="12345"):
        make_complaint()


def test_the_operator_releases_what_was_held(cast: Cast) -> None:
    complaint = make_complaint(suspicious="proof")

    released = actions.release(complaint=complaint, actor=cast.operator, now=at("2026-09-28 11:00"))

    assert released.state == "filed"
    assert Entry.objects.filter(verb=Verb.COMPLAINT_RELEASED, actor=cast.operator).count() == 1


def test_only_what_is_held_can_be_released_or_discarded(cast: Cast) -> None:
    complaint = make_complaint()

    with pytest.raises(actions.UnableToRelease):
        actions.release(complaint=complaint, actor=cast.operator, now=FILED)
    with pytest.raises(actions.UnableToRelease):
        actions.discard(complaint=complaint, reason="abuse", actor=cast.operator, now=FILED)


def test_nobody_but_the_operator_releases_or_discards(cast: Cast) -> None:
    complaint = make_complaint(suspicious="proof")

    for somebody in (cast.head, cast.handler, cast.office, cast.auditor):
        with pytest.raises(actions.UnableToRelease):
            actions.release(complaint=complaint, actor=somebody, now=FILED)
        with pytest.raises(actions.UnableToRelease):
            actions.discard(complaint=complaint, reason="abuse", actor=somebody, now=FILED)


def test_discarding_needs_a_reason_and_ends_the_clocks(cast: Cast) -> None:
    complaint = make_complaint(suspicious="proof")
    with pytest.raises(actions.UnableToRelease, match="why"):
        actions.discard(complaint=complaint, reason=" ", actor=cast.operator, now=FILED)

    gone = actions.discard(complaint=complaint, reason="广告", actor=cast.operator, now=at("2026-09-28 11:00"))

    assert gone.state == "discarded"
    assert gone.matter.closed_at == at("2026-09-28 11:00")
    assert {clock.cancelled_at for clock in gone.matter.clocks.all()} == {at("2026-09-28 11:00")}


def test_discarding_after_the_limit_does_not_undo_the_hotlines_breach(cast: Cast) -> None:
    complaint = make_complaint(suspicious="proof")

    actions.discard(complaint=complaint, reason="广告", actor=cast.operator, now=at("2026-09-30 11:00"))

    late = complaint.matter.clocks.get(kind="dispatch")
    assert late.stopped_at == at("2026-09-30 11:00")
    assert late.look_at is not None


def test_the_citizen_adds_until_it_is_closed(cast: Cast) -> None:
    complaint = dispatched(cast)

    addition = actions.add_to(complaint=complaint, text=" 今天又坏了一盏。 ", now=at("2026-09-29 09:00"))

    assert addition.text == "今天又坏了一盏。"
    assert Entry.objects.get(verb=Verb.COMPLAINT_ADDED_TO).actor is None


def test_nothing_is_added_to_a_discarded_complaint_nor_is_nothing_added(cast: Cast) -> None:
    open_one, held = make_complaint(), make_complaint(suspicious="proof")
    gone = actions.discard(complaint=held, reason="广告", actor=cast.operator, now=FILED)

    with pytest.raises(actions.UnableToAdd):
        actions.add_to(complaint=gone, text="x", now=FILED)
    with pytest.raises(actions.UnableToAdd):
        actions.add_to(complaint=open_one, text=" ", now=FILED)
