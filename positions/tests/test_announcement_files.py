"""A campaign's files: the same for everybody, public with the campaign, gone when removed."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from positions.announcement_workflow import add_file, remove_file
from positions.models import CampaignFile
from tests import builders as make
from tests.publicity import campaign_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def public():
    return make.opening_at("PUBLISHED").campaign


@pytest.fixture
def draft():
    return make.opening_at("DRAFT", make.campaign("DOT-NHAP")).campaign


def as_user(user=None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def bytes_for(user, file: CampaignFile) -> bytes:
    answer = as_user(user).get(file.get_absolute_url())
    assert answer.status_code == 200
    return answer.getvalue()


def page(campaign) -> str:
    return reverse("positions:campaign-files", args=[campaign.code])


def typed(**fields):
    return {"kind": "STUDY", "title": "Danh mục ôn tập", "file": make.pdf("on-tap.pdf")} | fields


def test_everybody_gets_the_same_pack_with_the_hash_that_is_shown(public):
    file = campaign_file(public, "PROJECT_PACK", title="Bộ tài liệu xây dựng đề án")
    first, second = make.candidate(1).user, make.candidate(2).user

    taken = [bytes_for(user, file) for user in (first, second, None)]

    assert taken == [make.pdf().read()] * 3
    assert hashlib.sha256(taken[0]).hexdigest() == file.sha256 == file.file.sha256
    code = " ".join(file.sha256[at : at + 4] for at in range(0, 16, 4))
    opening = public.openings.get()
    for address in (
        opening.get_absolute_url(),
        reverse("positions:campaign-public", args=[public.code]),
    ):
        shown = as_user().get(address).content.decode()
        assert file.get_absolute_url() in shown
        assert code in shown
        assert "Bộ tài liệu xây dựng đề án" in shown


def test_a_file_is_the_desks_until_the_campaign_is_public(draft):
    file = campaign_file(draft)

    assert as_user().get(file.get_absolute_url()).status_code == 404
    assert as_user(make.candidate(1).user).get(file.get_absolute_url()).status_code == 404
    other = make.officer(make.agency("BO-B"))
    assert as_user(other).get(file.get_absolute_url()).status_code == 404
    for role in (make.HR, make.HEAD, "inspector"):
        assert bytes_for(make.officer(draft.host, role), file)


def test_a_removed_file_is_gone_for_all_and_stays_a_row(public):
    file = campaign_file(public)
    hr = make.officer(public.host)

    as_user(hr).post(reverse("positions:campaign-file-remove", args=[file.public_id]))

    file.refresh_from_db()
    assert (file.removed_by, file.removed_at is not None) == (hr, True)
    for user in (None, hr):
        assert as_user(user).get(file.get_absolute_url()).status_code == 404
    shown = as_user().get(public.openings.get().get_absolute_url()).content.decode()
    assert file.get_absolute_url() not in shown
    desk = as_user(hr).get(page(public)).content.decode()
    assert "<del>Danh mục tài liệu ôn tập</del>" in desk
    kinds = LedgerEntry.objects.filter(kind__startswith="campaignfile").order_by("seq")
    assert [row.kind for row in kinds] == ["campaignfile.added", "campaignfile.amended"]
    assert verify().faults == []


def test_hr_adds_by_the_page(public):
    hr = make.officer(public.host)

    answer = as_user(hr).post(page(public), typed(title="  Nội quy\x0b kỳ thi ", kind="RULES"))

    assert answer.url == page(public)
    file = CampaignFile.objects.get()
    assert (file.kind, file.title, file.added_by) == ("RULES", "Nội quy kỳ thi", hr)


def test_a_refused_file_goes_back_to_its_field_and_what_was_typed_stays(public):
    bad = SimpleUploadedFile("on-tap.pdf", b"MZ nothing of the kind", "application/pdf")

    answer = as_user(make.officer(public.host)).post(page(public), typed(file=bad))

    assert answer.status_code == 200
    assert "Chỉ nhận tệp PDF, JPG hoặc PNG" in answer.content.decode()
    assert 'value="Danh mục ôn tập"' in answer.content.decode()
    assert not CampaignFile.objects.exists()


@pytest.mark.parametrize("role", [make.HEAD, "inspector"])
def test_who_only_watches_reads_why_and_may_not(public, role):
    file, watcher = campaign_file(public), as_user(make.officer(public.host, role))
    remove = reverse("positions:campaign-file-remove", args=[file.public_id])

    assert "Chỉ cán bộ tổ chức của cơ quan chủ trì" in watcher.get(page(public)).content.decode()
    assert watcher.post(page(public), typed()).status_code == 403
    assert watcher.post(remove).status_code == 403
    assert CampaignFile.objects.get().removed_at is None


def test_hr_of_another_agency_finds_no_desk_page(public):
    file, other = campaign_file(public), as_user(make.officer(make.agency("BO-B")))
    remove = reverse("positions:campaign-file-remove", args=[file.public_id])

    assert other.get(page(public)).status_code == 404
    assert other.post(page(public), typed()).status_code == 404
    assert other.post(remove).status_code == 404
    assert CampaignFile.objects.get().removed_at is None


def test_verbs_refuse_whoever_calls(public):
    file, stranger = campaign_file(public), make.officer(make.agency("BO-B"))
    hr = make.officer(public.host)

    with pytest.raises(PermissionDenied, match="cơ quan chủ trì"):
        add_file(public, "FORM", "Mẫu đơn", make.pdf(), by=stranger)
    with pytest.raises(PermissionDenied, match="tên tài liệu"):
        add_file(public, "FORM", " \x0b ", make.pdf(), by=hr)
    with pytest.raises(PermissionDenied, match="cơ quan chủ trì"):
        remove_file(file, by=stranger)
    remove_file(file, by=hr)
    with pytest.raises(PermissionDenied, match="đã bỏ"):
        remove_file(file, by=hr)


@pytest.mark.parametrize("fields", [{"kind": "LAM"}, {"sha256": ""}, {"removed_at": clock.now()}])
def test_the_database_refuses_nonsense(public, fields):
    file = campaign_file(public)

    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignFile.objects.filter(pk=file.pk).update(**fields)


def test_an_opening_without_files_says_so(public):
    shown = as_user().get(public.openings.get().get_absolute_url()).content.decode()

    assert "Cơ quan chưa đăng danh mục tài liệu ôn tập" in shown
