"""Supervision bulletins: from the data, by two persons, numbered without a gap, acknowledged (S37)."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals.consultations import actions
from approvals.consultations.actions import UnableToIssue
from approvals.consultations.facts import late_now
from approvals.consultations.models import Bulletin
from efficiency.clocks.models import Clock
from efficiency.notifications.models import Notice
from tests.cast import at, make_user
from tests.projects.builders import NOW, Chain, complete, done, make_chain, opened

pytestmark = pytest.mark.django_db
LATE = at("2026-09-28 10:00")


@pytest.fixture
def chain() -> Chain:
    chain = make_chain()
    project = opened(chain)
    done(chain, project, 1, NOW)
    complete(chain, project, 2, at("2026-09-14 11:00"))
    return chain


def drafted(chain: Chain) -> Bulletin:
    clocks = [fact.clock for fact in late_now(LATE)]
    return actions.draft_bulletin(title="项目督办", words="请三日内办结。", clocks=clocks, actor=chain.office, now=LATE)


def test_a_bulletin_is_written_from_what_is_late(chain: Chain) -> None:
    fact = drafted(chain).facts[0]

    # due on 2026-09-20, a make-up Sunday; 21 to 24 and 28 are working days
    assert (fact["unit"], fact["kind"], fact["due"], fact["days"]) == (chain.market.pk, "p-licence", "2026-09-20", 5)


def test_what_is_not_late_goes_into_no_bulletin(chain: Chain) -> None:
    whole = Clock.objects.get(kind="project")
    with pytest.raises(UnableToIssue, match="has changed"):
        actions.draft_bulletin(title="督办", words="", clocks=[whole.pk], actor=chain.office, now=LATE)


def test_whoever_drafted_a_bulletin_does_not_approve_it(chain: Chain) -> None:
    bulletin = drafted(chain)
    with pytest.raises(UnableToIssue, match="Another of the office"):
        actions.decide_bulletin(bulletin=bulletin, approve=True, actor=chain.office, now=LATE)


def test_numbers_of_a_year_have_no_gap_and_a_rejected_draft_takes_none(chain: Chain) -> None:
    second = make_user("office")
    first, rejected, third = drafted(chain), drafted(chain), drafted(chain)
    actions.decide_bulletin(bulletin=first, approve=True, actor=second, now=LATE)
    actions.decide_bulletin(bulletin=rejected, approve=False, note="合并", actor=second, now=LATE)
    actions.decide_bulletin(bulletin=third, approve=True, actor=second, now=LATE)

    assert [one.number for one in Bulletin.objects.filter(state="issued").order_by("pk")] == [
        "督办通报〔2026〕1号",
        "督办通报〔2026〕2号",
    ]


def test_a_bulletin_reaches_the_heads_and_is_acknowledged_by_them(chain: Chain) -> None:
    head = make_user("head", unit=chain.market)
    bulletin = drafted(chain)
    assert not Bulletin.objects.visible_to(head).exists()
    actions.decide_bulletin(bulletin=bulletin, approve=True, actor=make_user("office"), now=LATE)
    addressee = bulletin.addressees.select_related("unit", "bulletin").get()

    assert Notice.objects.filter(kind="bulletin.issued", recipient=head).exists()
    with pytest.raises(UnableToIssue, match="head of the unit"):
        actions.acknowledge(addressee=addressee, reply="", actor=make_user("handler", unit=chain.market), now=LATE)
    assert actions.acknowledge(addressee=addressee, reply="今日办结", actor=head, now=LATE).acknowledged_at == LATE


def test_a_bulletin_is_approved_on_its_page_and_printed(chain: Chain) -> None:
    bulletin = drafted(chain)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("office"))

    assert client.post(reverse("bulletin-decide", args=[bulletin.pk]), {"approve": "no"}).status_code == 422
    assert client.post(reverse("bulletin-decide", args=[bulletin.pk]), {"approve": "yes"}).status_code == 302
    text = client.get(reverse("bulletin-sheet", args=[bulletin.pk])).content.decode()
    assert "督办通报〔2026〕1号" in text
    assert "style=" not in text
