"""Documents by regulation and class of candidate, what kind of copy, compared with the original."""

import pytest
from django.urls import reverse

from audit import clock
from audit.models import LedgerEntry
from candidates import workflow
from candidates.findings import all_met
from candidates.models import Application, DossierItem
from candidates.vetting_workflow import compare_original, decide
from positions.dossier import Item, documents_of, missing
from positions.models import Opening
from tests import builders as make
from tests.trail import refused, refused_by_database, written

pytestmark = pytest.mark.django_db
State = Application.State
DEMANDS = {"dossier_required": ["APP_FORM", "DEGREE", "NOMINATION"], "dossier_compared": ["DEGREE"]}
STRANGER = "Chỉ cán bộ tổ chức của cơ quan có chức danh được thẩm định."


def codes(values, source="", **facts) -> list[str]:
    return [each.code for each in documents_of(values, source, **facts) if each.is_expected]


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("", ["NOMINATION", "PLAN_PROOF"]),
        ("OPEN", []),
        ("NOMINATED_OUT_PLAN", ["NOMINATION"]),
        ("IN_PLAN_LOCAL", ["PLAN_PROOF"]),
        ("IN_PLAN_EXTERNAL", ["PLAN_PROOF"]),
    ],
)
def test_each_class_is_asked_for_its_own_documents(source, own):
    assert codes({}, source) == ["APP_FORM", "CV_2C", "DEGREE", "EVAL", "CONSENT", *own]


def test_whoever_a_roster_names_need_not_prove_it():
    assert "PLAN_PROOF" not in codes({}, "IN_PLAN_LOCAL", is_planned=True)


def test_what_a_regulation_names_is_expected_and_nothing_else():
    assert codes(DEMANDS, "OPEN") == ["APP_FORM", "DEGREE"]
    assert codes(DEMANDS, "NOMINATED_OUT_PLAN") == ["APP_FORM", "DEGREE", "NOMINATION"]
    wanted = documents_of(DEMANDS, "OPEN")
    assert [each.code for each in missing(wanted, {"APP_FORM"}, demanded=True)] == ["DEGREE"]


def test_a_regulation_that_names_nothing_demands_nothing():
    assert not any(each.is_demanded for each in documents_of({}))


@pytest.fixture
def opening():
    rules = make.regulation("BNV-2424", **DEMANDS)
    return make.opening_at(Opening.State.PUBLISHED, make.campaign(regulation=rules))


@pytest.fixture
def hr(opening):
    return make.officer(opening.agency)


def filed(opening, kinds=(), copy="PLAIN", source="OPEN") -> Application:
    """A dossier with an application form and these documents."""
    row = make.application_at(State.DRAFT, opening)
    owner = row.profile.user
    workflow.choose_source(row, source, by=owner)
    for kind in kinds:
        given = {"by": owner, "received_at": clock.now(), "copy": copy}
        workflow.add_item(row, kind, make.pdf(f"{kind.lower()}.pdf"), **given)
    row.refresh_from_db()
    return workflow.submit(row, by=owner, received_at=clock.now())


def conclude(row, hr, verdict="ELIGIBLE"):
    reason = "" if verdict == "ELIGIBLE" else "Thiếu bằng."
    return decide(row, verdict, reason, all_met(row), by=hr)


def test_without_a_demanded_document_nobody_is_found_eligible(opening, hr):
    row = filed(opening)
    with refused("Thiếu tài liệu quy chế bắt buộc: Văn bằng, chứng chỉ."):
        conclude(row, hr)
    conclude(row, hr, "INELIGIBLE")
    assert row.checks.get().verdict == "INELIGIBLE"


def test_the_class_decides_what_is_demanded(opening, hr):
    row = filed(opening, ["DEGREE"], copy="CERTIFIED", source="NOMINATED_OUT_PLAN")
    with refused("Thiếu tài liệu quy chế bắt buộc: Văn bản đề cử."):
        conclude(row, hr)


@pytest.mark.parametrize("copy", ["ORIGINAL", "CERTIFIED", "ELECTRONIC"])
def test_an_original_or_a_certified_copy_stands_by_itself(copy, opening, hr):
    row = filed(opening, ["DEGREE"], copy=copy)
    assert conclude(row, hr).verdict == "ELIGIBLE"


def test_a_plain_copy_counts_once_it_was_compared(opening, hr):
    row = filed(opening, ["DEGREE"])
    with refused("Bản chụp chưa đối chiếu bản chính: degree.pdf."):
        conclude(row, hr)
    item = row.items.get(kind="DEGREE")

    with written() as kinds:
        item = compare_original(item, by=hr)

    assert kinds == ["dossieritem.amended"]
    assert (item.compared_by, item.compared_at is not None) == (hr, True)
    assert conclude(row, hr).verdict == "ELIGIBLE"
    assert LedgerEntry.objects.filter(kind="dossieritem.amended").count() == 1


def test_who_compares_and_when(opening, hr):
    row = filed(opening, ["DEGREE"])
    item, original = row.items.get(kind="DEGREE"), row.items.get(kind="APP_FORM")
    stranger = make.officer(make.agency("SNV-KHAC"))
    with refused(STRANGER):
        compare_original(item, by=stranger)
    with refused(STRANGER):
        compare_original(item, by=row.profile.user)
    compare_original(item, by=hr)
    with refused("Tài liệu này đã đối chiếu bản chính."):
        compare_original(item, by=hr)
    compare_original(original, by=hr)


def test_an_original_needs_no_comparing_nor_does_a_concluded_dossier(opening, hr):
    original = filed(opening, ["DEGREE"], copy="ORIGINAL").items.get(kind="DEGREE")
    with refused("Tài liệu này không cần đối chiếu bản chính."):
        compare_original(original, by=hr)
    row = make.application_at(State.INELIGIBLE, opening)
    with refused("Chỉ đối chiếu bản chính khi hồ sơ chưa có kết luận."):
        compare_original(row.items.get(), by=hr)


def test_database_wants_both_who_and_when(opening, hr):
    item = filed(opening, ["DEGREE"]).items.get(kind="DEGREE")
    with refused_by_database("dossieritem_compared_whole|CHECK"):
        DossierItem.objects.filter(pk=item.pk).update(compared_by=hr)


def test_the_draft_says_what_is_still_missing_and_lets_it_be_filed(client, opening):
    row = make.application_at(State.DRAFT, opening)
    client.force_login(row.profile.user)
    url = reverse("candidates:application", args=[row.public_id])

    page = client.get(url).content.decode()

    assert "1 tài liệu, còn thiếu 1 loại" in page
    assert "Vẫn nộp được để kịp hạn" in page
    client.post(reverse("candidates:item-add", args=[row.public_id]), upload("CERTIFIED"))
    assert "còn thiếu" not in client.get(url).content.decode()
    assert row.items.get(kind="DEGREE").copy == "CERTIFIED"


def upload(copy):
    return {"kind": "DEGREE", "copy": copy, "files": make.pdf("bang.pdf")}


def test_a_class_in_the_plan_is_compared_with_the_rosters(client, opening):
    row = make.application_at(State.DRAFT, opening)
    workflow.choose_source(row, "IN_PLAN_LOCAL", by=row.profile.user)
    client.force_login(row.profile.user)

    page = client.get(reverse("candidates:application", args=[row.public_id])).content.decode()

    assert "Chưa thấy bạn trong danh sách quy hoạch đã xác nhận trên hệ thống" in page


def test_the_officer_sees_what_is_missing_and_asks_for_it_in_ready_words(client, opening, hr):
    row = filed(opening)
    client.force_login(hr)

    page = client.get(reverse("candidates:application-detail", args=[row.public_id])).content
    page = page.decode()

    assert "Văn bằng, chứng chỉ (bắt buộc)" in page
    assert "Văn bằng, chứng chỉ (bản sao: chuyên môn" in page


def test_the_officer_records_the_comparison_by_a_button(client, opening, hr):
    row = filed(opening, ["DEGREE"])
    item = row.items.get(kind="DEGREE")
    client.force_login(hr)
    url = reverse("candidates:item-compare", args=[item.public_id])
    assert (
        url
        in client.get(
            reverse("candidates:application-detail", args=[row.public_id])
        ).content.decode()
    )

    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 403

    item.refresh_from_db()
    assert item.compared_by == hr


def test_the_public_page_lists_what_a_dossier_holds(client, opening):
    page = client.get(opening.get_absolute_url()).content.decode()
    assert all(str(item.label) in page for item in Item)
