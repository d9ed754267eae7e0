"""Who asked is read by whoever owns the enquiry, with a purpose that is committed before anything is shown."""

import pytest

from efficiency.presence.actions.enquiries import note_enquiry
from efficiency.vault.identity import Identity
from efficiency.vault.models import Reading
from tests.presence.builders import as_, make_team


@pytest.mark.usefixtures("committed_db")
def test_its_owner_alone_reads_who_asked_with_a_purpose_on_record() -> None:
    team = make_team()
    contact = Identity(name="金丝雀姓名", phone="13912345678")
    enquiry = note_enquiry(by="visit", topic="排污许可", text="问续期材料", contact=contact, actor=team.first)
    path = f"/asked/{enquiry.pk}/contact/"

    assert "金丝雀" not in as_(team.first).get(f"/asked/{enquiry.pk}/").content.decode()
    assert as_(team.second).post(path, {"reason": "回电"}).status_code == 404
    assert as_(team.first).post(path, {"reason": ""}).status_code == 422
    assert "13912345678" in as_(team.first).post(path, {"reason": "回电告知材料"}).content.decode()
    assert Reading.objects.get().purpose == "回电告知材料"
