"""Pages of official documents: list, forms that keep what was typed, downloads that are kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from agencies.models import Membership
from audit import clock
from audit.models import LedgerEntry
from documents.models import OfficialDocument
from documents.rendering.word_file import DOCX
from tests import builders as make

pytestmark = pytest.mark.django_db
Kind, State = OfficialDocument.Kind, OfficialDocument.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def campaign():
    return make.opening_at("DRAFT").campaign


@pytest.fixture
def client_of(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def first(campaign, client_of):
    return client_of(make.officer(campaign.host))


def second(campaign, client_of):
    return client_of(make.officer(campaign.host, make.HR, 2))


def page(name: str, paper: OfficialDocument) -> str:
    return reverse(f"positions:paper-{name}", args=[paper.public_id])


def draft_page(campaign, kind: str) -> str:
    return reverse("positions:paper-draft", args=[campaign.code, kind])


def typed(**fields):
    defaults = {
        "reference": "12/KH-SNV",
        "issued_on": f"{clock.today():%d/%m/%Y}",
        "signer_title": "KT. Giám đốc\r\nPhó Giám đốc",  # as a browser sends it
        "signer_name": "Vương Đình Thọ",
        "scan": make.pdf("ban-ky.pdf"),
    }
    return {name: value for name, value in (defaults | fields).items() if value is not None}


# The list


def test_list_shows_the_documents_of_this_campaign_only(first, campaign):
    paper = make.paper_at("RECORDED", campaign)
    other = make.opening_at("DRAFT", make.campaign("DOT-2", campaign.host)).campaign
    make.paper_at("DRAFT", other, title="Văn bản của đợt khác")

    shown = first.get(reverse("positions:paper-list", args=[campaign.code])).content.decode()

    assert page("detail", paper) in shown
    assert "12/KH-SNV" in shown
    assert "Chờ người thứ hai đối chiếu" in shown
    assert "Văn bản của đợt khác" not in shown
    assert draft_page(campaign, "plan") in shown
    assert "Chưa ghi ai vào Hội đồng thi tuyển" in shown


def test_list_tells_a_reader_why_there_are_no_buttons(campaign, client_of):
    reader = client_of(make.officer(campaign.host, make.HEAD))

    shown = reader.get(reverse("positions:paper-list", args=[campaign.code])).content.decode()

    assert "Chỉ cán bộ tổ chức của cơ quan chủ trì được làm việc này." in shown
    assert draft_page(campaign, "plan") not in shown


def test_list_as_a_file_is_recorded(first, campaign):
    make.paper_at("DRAFT", campaign, title="Kế hoạch năm nay")

    answer = first.get(reverse("positions:paper-list", args=[campaign.code]), {"format": "csv"})

    assert "Kế hoạch năm nay" in answer.content.decode()
    assert LedgerEntry.objects.filter(kind="audit_export").count() == 1


def test_the_campaign_leads_to_its_documents(first, campaign):
    shown = first.get(reverse("positions:campaign-detail", args=[campaign.code])).content.decode()

    assert reverse("positions:paper-list", args=[campaign.code]) in shown


# Drafting


def test_a_draft_begins_with_a_title_and_the_signer_is_kept(first, campaign):
    shown = first.get(draft_page(campaign, "plan")).content.decode()
    assert f'value="{campaign.name}"' in shown

    fields = {
        "title": "Kế hoạch riêng",
        "signer_name": "Vương Đình Thọ",
        "signer_title": "Giám đốc",
    }
    answer = first.post(draft_page(campaign, "plan"), fields)

    paper = OfficialDocument.objects.get()
    assert answer.url == page("detail", paper)
    assert (paper.title, paper.signer_name, paper.state) == (
        "Kế hoạch riêng",
        "Vương Đình Thọ",
        State.DRAFT,
    )
    assert 'value="Vương Đình Thọ"' in first.get(page("record", paper)).content.decode()


def test_an_amendment_is_typed_line_by_line(first, campaign):
    lines = "Hạn nhận hồ sơ | 30/6 | 15/7\n\nĐịa điểm | A | B"
    first.post(draft_page(campaign, "amendment"), {"title": "Điều chỉnh", "changes": lines})

    rows = [part for part in OfficialDocument.objects.get().content["parts"] if "rows" in part]
    assert rows[0]["rows"] == [["1", "Hạn nhận hồ sơ", "30/6", "15/7"], ["2", "Địa điểm", "A", "B"]]


def test_the_form_of_an_amendment_begins_with_the_last_change_made(first, campaign):
    opening = make.opening_at("PUBLISHED", campaign)
    before = opening.standards
    make.changed(opening, "AMEND", seats=2, standards="Đại học.\nKhông kỷ luật.")

    form = first.get(draft_page(campaign, "amendment")).context["form"]

    title = opening.title
    assert form["changes"].value().splitlines() == [
        f"Chỉ tiêu, {title} | 1 | 2",
        f"Tiêu chuẩn, điều kiện, {title} | {before} | Đại học.; Không kỷ luật.",
    ]
    answer = first.post(
        draft_page(campaign, "amendment"),
        {
            "title": "Điều chỉnh",
            "changes": form["changes"].value(),
        },
    )
    assert answer.status_code == 302


def test_an_amendment_with_a_part_missing_is_asked_again(first, campaign):
    lines = "Hạn nhận hồ sơ | 30/6"
    answer = first.post(draft_page(campaign, "amendment"), {"title": "X", "changes": lines})

    shown = answer.content.decode()
    assert "Mỗi dòng phải có đúng ba phần, cách nhau bằng dấu |." in shown
    assert lines in shown
    assert not OfficialDocument.objects.exists()


def test_a_council_notice_carries_what_was_typed(first, campaign):
    first.post(draft_page(campaign, "council_notice"), {"title": "Lịch thi", "words": "Một.\nHai."})

    parts = OfficialDocument.objects.get().content["parts"]
    assert [part["text"] for part in parts] == ["Một.", "Hai."]


# Recording


def test_record_then_another_confirms(first, campaign, client_of):
    paper = make.paper_at("DRAFT", campaign)

    assert first.post(page("record", paper), typed()).url == page("detail", paper)

    shown = first.get(page("detail", paper)).content.decode()
    assert "Người ghi văn bản không được tự đối chiếu: cần cán bộ thứ hai." in shown
    assert first.post(page("confirm", paper)).status_code == 403
    other = second(campaign, client_of)
    assert page("detail", paper) in other.get(reverse("desk:home")).content.decode()
    assert other.post(page("confirm", paper)).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.signer_title) == (
        State.CONFIRMED,
        "KT. Giám đốc\nPhó Giám đốc",
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"scan": SimpleUploadedFile("x.pdf", b"MZ")}, "Chỉ nhận tệp PDF, JPG hoặc PNG"),
        ({"scan": SimpleUploadedFile("x.pdf", b"")}, "Tệp rỗng (0 byte)."),
        ({"scan": None}, 'href="#id_scan"'),
        ({"reference": ""}, 'href="#id_reference"'),
        ({"issued_on": "01/01/2999"}, "Ngày ban hành phải là hôm nay hoặc trước đó."),
        ({"issued_on": "31/02/2026"}, 'href="#id_issued_on"'),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(fields, reason, first, campaign):
    paper = make.paper_at("DRAFT", campaign)

    answer = first.post(page("record", paper), typed(signer_name="Người Ký Rất Riêng", **fields))

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert reason in shown
    assert 'value="Người Ký Rất Riêng"' in shown
    paper.refresh_from_db()
    assert paper.state == State.DRAFT


def test_a_council_paper_is_not_asked_for_a_number(first, campaign):
    paper = make.paper_at("DRAFT", campaign, Kind.COUNCIL_MINUTES, words="Họp.")

    assert 'name="reference"' not in first.get(page("record", paper)).content.decode()
    first.post(page("record", paper), typed(scan=None, reference=None))

    paper.refresh_from_db()
    assert paper.reference == "01/BB-HĐTT"


# Voiding


def test_void_asks_for_a_reason_and_shows_it(first, campaign):
    paper = make.paper_at("RECORDED", campaign)

    first.post(page("void", paper), {"reason": ""})
    paper.refresh_from_db()
    assert paper.state == State.RECORDED
    assert "Hãy ghi lý do hủy văn bản." in first.get(page("detail", paper)).content.decode()

    first.post(page("void", paper), {"reason": "Ghi nhầm ngày ký."})

    shown = first.get(page("detail", paper)).content.decode()
    assert "Ghi nhầm ngày ký." in shown
    assert page("void", paper) not in shown


def test_history_says_who_did_what(first, campaign):
    paper = make.paper_at("CONFIRMED", campaign)

    shown = first.get(page("detail", paper)).content.decode()

    for words in ("Văn bản: lập mới", "Văn bản: ghi theo bản đã ký", "Văn bản: xác nhận"):
        assert words in shown


# Downloads


@pytest.mark.parametrize(
    ("state", "name", "type_", "file"),
    [
        ("CONFIRMED", "pdf", "application/pdf", "12-KH-SNV.pdf"),
        ("CONFIRMED", "docx", DOCX, "12-KH-SNV.docx"),
        ("CONFIRMED", "scan", "application/pdf", "ban-ky.pdf"),
        ("DRAFT", "pdf", "application/pdf", "K%E1%BA%BF%20ho%E1%BA%A1ch%20thi%20tuy%E1%BB%83n.pdf"),
    ],
)
def test_downloads_are_named_and_recorded_once(state, name, type_, file, first, campaign):
    paper = make.paper_at(state, campaign)

    answers = [first.get(page(name, paper)) for _time in range(2)]
    content, _same = (answer.getvalue() for answer in answers)

    assert answers[0]["Content-Type"] == type_
    assert file in answers[0]["Content-Disposition"]
    assert answers[0]["X-Content-Type-Options"] == "nosniff"
    assert answers[0]["Cache-Control"] == "no-store"
    assert len(content) == int(answers[0]["Content-Length"])
    entry = LedgerEntry.objects.get(kind="audit_read")
    assert entry.chain == f"access:{campaign.host.code}"
    assert entry.payload.subject == f"documents.officialdocument:{paper.pk}"


def test_the_pdf_of_a_recorded_paper_bears_its_number(first, campaign):
    paper = make.paper_at("RECORDED", campaign)

    content = first.get(page("pdf", paper)).getvalue()

    assert "Số: 12/KH-SNV" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_an_administrator_reads_without_a_way_to_the_campaign(campaign, client_of):
    paper = make.paper_at("RECORDED", campaign)
    role = Membership.Role.AGENCY_ADMIN

    shown = client_of(make.officer(campaign.host, role)).get(page("detail", paper))

    assert paper.title in shown.content.decode()
    assert reverse("positions:paper-list", args=[campaign.code]) not in shown.content.decode()


def test_nobody_elsewhere_sees_anything(campaign, client_of):
    paper = make.paper_at("RECORDED", campaign)
    stranger = client_of(make.officer(make.agency("BO-B")))

    for name in ("detail", "record", "pdf", "docx", "scan"):
        assert stranger.get(page(name, paper)).status_code == 404
    for name in ("confirm", "void"):
        assert stranger.post(page(name, paper)).status_code == 404
    assert stranger.get(reverse("positions:paper-list", args=[campaign.code])).status_code == 404
    assert stranger.get(draft_page(campaign, "plan")).status_code == 404
