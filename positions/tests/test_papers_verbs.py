"""Draft, record, confirm and void: who, when, what is written, and who never does both."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from documents.models import OfficialDocument, StoredFile
from documents.rendering.word_file import docx
from positions import paperwork
from positions.paper_queries import papers_to_confirm
from tests import builders as make
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
Kind, State = OfficialDocument.Kind, OfficialDocument.State
HOST_ONLY = "Chỉ cán bộ tổ chức của cơ quan chủ trì được làm việc này."
ISSUER_ONLY = "Chỉ cán bộ tổ chức của cơ quan ban hành được làm việc này."
NOT_ALONE = "Người ghi văn bản không được tự đối chiếu: cần cán bộ thứ hai."
NOT_ALONE_VOID = "Người ghi không được tự hủy văn bản đã đối chiếu: cần cán bộ khác."
NO_SCAN = "Văn bản này phải kèm bản quét đã ký."
WORDS = {"words": "Hội đồng thông báo lịch thi."}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def campaign():
    return make.opening_at("DRAFT").campaign


@pytest.fixture
def first(campaign):
    return make.officer(campaign.host)


@pytest.fixture
def second(campaign):
    return make.officer(campaign.host, make.HR, 2)


@pytest.fixture
def stranger():
    return make.officer(make.agency("BO-B"))


def test_from_draft_to_confirmed(campaign, first, second):
    upload = make.pdf("Bản ký.pdf")
    with written() as kinds:
        drafted = paperwork.draft_paper(campaign, Kind.PLAN, by=first, signer_name="Vương Đình Thọ")
        recorded = make.record_paper(drafted, by=first, scan=upload, issued_on=date(2026, 1, 2))
        done = paperwork.confirm_paper(recorded, by=second)

    assert kinds == [f"officialdocument.{act}" for act in ("added", "recorded", "confirmed")]
    assert (drafted.state, drafted.reference, drafted.scan) == (State.DRAFT, "", None)
    assert (drafted.chain, drafted.subject) == (
        "campaign:DOT-1",
        f"positions.campaign:{campaign.pk}",
    )
    assert (done.state, done.reference, done.issued_on) == (
        State.CONFIRMED,
        "12/KH-SNV",
        date(2026, 1, 2),
    )
    assert (done.signer_name, done.signer_title) == ("Vương Đình Thọ", "Giám đốc")
    assert (done.drafted_by, done.entered_by, done.confirmed_by) == (first, first, second)
    assert done.scan.name == "Bản ký.pdf"
    assert done.scan_sha256 == done.scan.sha256 == StoredFile.objects.get().sha256
    entries = LedgerEntry.objects.filter(kind__startswith="officialdocument.")
    assert set(entries.values_list("chain", flat=True)) == {"campaign:DOT-1"}
    assert verify().faults == []


def test_what_was_drafted_is_what_is_confirmed(campaign, first):
    drafted = paperwork.draft_paper(campaign, Kind.PLAN, by=first)
    make.opening_at("DRAFT", campaign, title="Phó Vụ trưởng")

    recorded = make.record_paper(drafted, by=first)

    assert recorded.content == drafted.content
    assert "Phó Vụ trưởng" not in str(recorded.content)


@pytest.mark.parametrize("who", ["stranger", "head"])
def test_only_hr_of_the_host_drafts_records_confirms_and_voids(who, campaign, stranger):
    user = stranger if who == "stranger" else make.officer(campaign.host, make.HEAD)
    drafted, recorded = (make.paper_at(state, campaign) for state in ("DRAFT", "RECORDED"))

    with refused(HOST_ONLY):
        paperwork.draft_paper(campaign, Kind.PLAN, by=user)
    with refused(ISSUER_ONLY):
        make.record_paper(drafted, by=user)
    with refused(ISSUER_ONLY):
        paperwork.confirm_paper(recorded, by=user)
    with refused(ISSUER_ONLY):
        paperwork.void_paper(recorded, reason="Nhầm.", by=user)


def test_who_recorded_cannot_confirm(campaign, first):
    paper = make.paper_at("RECORDED", campaign)

    with refused(NOT_ALONE):
        paperwork.confirm_paper(paper, by=first)


def test_raw_sql_confirms_nothing(campaign, first):
    paper = make.paper_at("RECORDED", campaign)
    sql = (
        "UPDATE documents_officialdocument SET state = 'CONFIRMED', confirmed_by_id = %s,"
        " confirmed_at = %s WHERE id = %s"
    )

    with refused_by_database(), connection.cursor() as cursor:
        cursor.execute(sql, [first.pk, clock.now(), paper.pk])
    paper.refresh_from_db()
    assert paper.state == State.RECORDED


@pytest.mark.parametrize("state", State.values)
def test_each_verb_has_one_source_state(state, campaign, second):
    paper = make.paper_at(state, campaign)

    if state != State.DRAFT:
        with refused("Chỉ ghi số, ngày và bản ký cho văn bản đang dự thảo."):
            make.record_paper(paper, by=second)
    if state != State.RECORDED:
        with refused("Văn bản này không chờ đối chiếu."):
            paperwork.confirm_paper(paper, by=second)
    if state == State.VOID:
        with refused("Văn bản này đã hủy bỏ."):
            paperwork.void_paper(paper, reason="Nhầm.", by=second)


@pytest.mark.parametrize("state", [State.DRAFT, State.RECORDED, State.CONFIRMED])
def test_void_keeps_the_reason_and_what_was_recorded(state, campaign, second):
    paper = make.paper_at(state, campaign)

    with written() as kinds:
        void = paperwork.void_paper(paper, reason=" Ghi nhầm ngày. ", by=second)

    assert kinds == ["officialdocument.void"]
    assert (void.state, void.void_reason, void.voided_by) == (State.VOID, "Ghi nhầm ngày.", second)
    assert (void.reference, void.confirmed_by) == (paper.reference, paper.confirmed_by)


def test_void_needs_a_reason(campaign, second):
    paper = make.paper_at("RECORDED", campaign)

    with refused("Hãy ghi lý do hủy văn bản."):
        paperwork.void_paper(paper, reason="  ", by=second)


def test_who_recorded_may_void_it_until_another_confirmed(campaign, first):
    confirmed, recorded = (make.paper_at(state, campaign) for state in ("CONFIRMED", "RECORDED"))

    with refused(NOT_ALONE_VOID):
        paperwork.void_paper(confirmed, reason="Nhầm.", by=first)
    assert paperwork.void_paper(recorded, reason="Nhầm.", by=first).state == State.VOID


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"scan": None}, NO_SCAN),
        ({"reference": " "}, "Hãy ghi số, ký hiệu của văn bản."),
        ({"signer_name": " "}, "Hãy ghi người ký."),
        ({"issued_on": None}, "Ngày ban hành phải là hôm nay hoặc trước đó."),
    ],
)
def test_what_is_missing_is_said(fields, reason, campaign, first):
    paper = make.paper_at("DRAFT", campaign)

    with refused(reason):
        make.record_paper(paper, by=first, **fields)


def test_a_day_to_come_is_refused(campaign, first):
    paper = make.paper_at("DRAFT", campaign)

    with refused("Ngày ban hành phải là hôm nay hoặc trước đó."):
        make.record_paper(paper, by=first, issued_on=clock.today() + timedelta(days=1))


def test_a_bad_scan_leaves_nothing(campaign, first):
    paper = make.paper_at("DRAFT", campaign)
    scan = SimpleUploadedFile("ban-ky.pdf", b"MZ")

    with quiet(), pytest.raises(ValidationError, match="Chỉ nhận tệp PDF, JPG hoặc PNG"):
        make.record_paper(paper, by=first, scan=scan)
    assert not StoredFile.objects.exists()
    paper.refresh_from_db()
    assert paper.state == State.DRAFT


def test_signs_no_printer_knows_are_left_out(campaign, first):
    paper = make.paper_at("DRAFT", campaign, title="Kế\x0b hoạch", signer_name="An\x07")
    recorded = make.record_paper(paper, by=first, reference="12/\x0bKH", signer_title="A\r\nB")

    assert (recorded.title, paper.signer_name) == ("Kế hoạch", "An")
    assert (recorded.reference, recorded.signer_title) == ("12/KH", "A\nB")
    assert docx(recorded).startswith(b"PK")


def test_a_notice_needs_no_scan(campaign, first):
    paper = make.paper_at("DRAFT", campaign, Kind.NOTICE)

    recorded = make.record_paper(paper, by=first, scan=None)

    assert (recorded.state, recorded.scan, recorded.scan_sha256) == (State.RECORDED, None, "")


def test_council_papers_take_the_next_number_of_their_book(campaign, first, second):
    def number(kind):
        paper = make.paper_at("DRAFT", campaign, kind, **WORDS)
        return make.record_paper(paper, by=first, scan=None, reference="99/XX")

    one, other = number(Kind.COUNCIL_NOTICE), number(Kind.COUNCIL_NOTICE)
    paperwork.void_paper(other, reason="Nhầm.", by=second)
    minutes, third = number(Kind.COUNCIL_MINUTES), number(Kind.COUNCIL_NOTICE)

    papers = (one, other, minutes, third)
    assert [row.reference for row in papers] == [
        "01/TB-HĐTT",
        "02/TB-HĐTT",
        "01/BB-HĐTT",
        "03/TB-HĐTT",
    ]
    assert [row.register_no for row in papers] == [1, 2, 1, 3]
    assert verify().faults == []


def test_a_void_draft_took_no_number(campaign, first):
    make.paper_at("VOID", campaign, Kind.COUNCIL_NOTICE, **WORDS)
    paper = make.paper_at("DRAFT", campaign, Kind.COUNCIL_NOTICE, **WORDS)

    assert make.record_paper(paper, by=first).reference == "01/TB-HĐTT"


@pytest.mark.parametrize("kind", [Kind.PLAN, Kind.NOTICE])
def test_a_campaign_without_posts_has_no_plan_and_no_notice(kind):
    empty = make.campaign()
    by = make.officer(empty.host)

    with refused("Đợt thi chưa có chức danh nào: thêm chức danh rồi mới soạn văn bản này."):
        paperwork.draft_paper(empty, kind, by=by)


def test_a_decision_needs_members(campaign, first):
    with refused("Chưa ghi ai vào Hội đồng thi tuyển: ghi thành viên rồi soạn quyết định."):
        paperwork.draft_paper(campaign, Kind.COUNCIL_DECISION, by=first)


def test_the_other_officer_finds_what_waits(campaign, first, second, stranger):
    paper = make.paper_at("RECORDED", campaign)
    make.paper_at("DRAFT", campaign)

    assert list(papers_to_confirm(second)) == [paper]
    assert not papers_to_confirm(first).exists()
    assert not papers_to_confirm(stranger).exists()
