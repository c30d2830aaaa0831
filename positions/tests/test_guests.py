"""Joint campaigns: posts of another agency examined with the host's own."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit import clock
from audit.models import LedgerEntry
from candidates.models import Application
from positions import workflow as posts
from positions.models import CampaignGuest, Opening
from positions.queries import campaign_agencies, campaign_authorities
from tests import builders as make

pytestmark = pytest.mark.django_db
State = Opening.State


def invited(campaign, agency):
    facts = {"document_no": "8/CV", "document_on": clock.today()}
    guest = CampaignGuest(campaign=campaign, agency=agency, **facts)
    return posts.add_guest(guest, by=make.officer(campaign.host))


def test_an_agency_joins_by_its_agreement_and_its_posts_may_be_entered(client):
    campaign, guest = make.campaign(), make.agency("BO-B")
    client.force_login(make.officer(campaign.host))
    body = {
        "code": "CHUNG-1",
        "title": "Vụ trưởng",
        "agency": guest.pk,
        "authority": guest.pk,
        "level": "VU",
        "rank": "HEAD",
        "seats": 1,
        "standards": "Đại học.",
        "receipt_deadline": "17:00 30/06/2030",
    }
    url = reverse("positions:opening-create", args=[campaign.code])
    assert client.post(url, body).status_code == 200  # not yet

    page = reverse("positions:guest-create", args=[campaign.code])
    unknown = client.post(
        page, {"agency": "KHONG-CO", "document_no": "8", "document_on": "1/2/2026"}
    )
    assert "Không có cơ quan nào mang mã này." in unknown.content.decode()
    facts = {"agency": "BO-B", "document_no": "8/CV", "document_on": "01/02/2026"}
    assert "BO-B" in client.post(page, facts, follow=True).content.decode()

    assert client.post(url, body).status_code == 302
    assert Opening.objects.get(code="CHUNG-1").agency == guest
    assert LedgerEntry.objects.filter(kind="campaignguest.added").exists()


def test_the_guests_own_head_approves_and_each_sees_only_its_own_candidates():
    campaign, guest = make.campaign(), make.agency("BO-B")
    invited(campaign, guest)
    own = make.opening_at(State.PUBLISHED, campaign)
    theirs = make.opening_at(State.PUBLISHED, campaign, agency=guest, authority=guest)
    first = make.application_at(Application.State.SUBMITTED, own)
    second = make.application_at(Application.State.SUBMITTED, theirs)
    officer = make.officer(guest)

    assert theirs.approved_by == make.officer(guest, make.HEAD)
    seen = set(Application.objects.visible_to(officer).at_desk_of(officer))
    assert seen == {second}
    assert first not in seen
    assert own not in Opening.objects.visible_to(officer).at_desk_of(officer)


def test_who_is_below_the_host_or_joined_already_is_no_guest():
    campaign = make.campaign()
    child = make.agency("BO-A.VU", parent=campaign.host, root=campaign.host, path="BO-A/BO-A.VU")
    with pytest.raises(PermissionDenied, match="không cần ghi"):
        invited(campaign, child)
    invited(campaign, make.agency("BO-B"))
    with pytest.raises(PermissionDenied, match="đã thi chung"):
        invited(campaign, make.agency("BO-B"))


def test_choices_hold_the_guests_and_what_is_above_and_below_them():
    campaign, guest = make.campaign(), make.agency("TINH")
    below = make.agency("TINH.SNV", parent=guest, root=guest, path="TINH/TINH.SNV")
    assert set(campaign_agencies(campaign)) == {campaign.host}
    invited(campaign, below)

    assert set(campaign_agencies(campaign)) == {campaign.host, below}
    assert set(campaign_authorities(campaign)) == {campaign.host, below, guest}


def test_only_the_hosts_officer_invites():
    campaign, guest = make.campaign(), make.agency("BO-B")
    facts = {"document_no": "8/CV", "document_on": clock.today()}
    row = CampaignGuest(campaign=campaign, agency=guest, **facts)
    with pytest.raises(PermissionDenied):
        posts.add_guest(row, by=make.officer(guest))
