"""Regulations: drawn from a sample, edited in sentences, checked, issued by two persons."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import TwoPersonRequest
from accounts.workflow import refuse
from positions import regulation_workflow as workflow
from positions.models import Opening, Regulation
from positions.regulation_forms import RegulationForm
from positions.regulation_rules import contradictions, level_of, shortest_days
from positions.regulation_table import FIELDS
from positions.regulation_words import differences, get, put, words_of
from tests import builders as make
from tests.reset import remove_triggers

pytestmark = pytest.mark.django_db
State = Regulation.State
BASES = ("BTCTW-2017", "BNV-2424", "BNV-2424-E", "TT06-2020", "QUY-MO-NHO")


def as_sent(form):
    """What a browser sends of a form nobody touched."""
    values = {bound.name: bound.value() for bound in form}
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in values.items()
        if value is not None
    }


def hr(n=1):
    return make.officer(make.agency(), n=n)


def head():
    return make.officer(make.agency(), make.HEAD)


def drafted(base="BNV-2424-E", code="QC-A", **changes):
    row = workflow.draft_regulation(make.regulation(base), make.agency(), code, by=hr())
    changes = {path.replace("__", "."): value for path, value in changes.items()}
    return workflow.edit_regulation(row, changes, by=hr(), document_no="12/QĐ")


def proposed(**changes):
    row = workflow.propose_regulation(drafted(**changes), by=hr())
    return row, TwoPersonRequest.objects.waiting().get(kind="regulation")


def issued(**changes):
    row, request = proposed(**changes)
    make.agreed(request, by=head())
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("code", BASES)
def test_every_seeded_regulation_stands_and_reads_back_unchanged(code):
    base = make.regulation(code)

    assert contradictions(base.values) == []
    assert put(base.values, {path: get(base.values, path) for path in ("min_candidates",)}) == (
        base.values
    )
    assert differences(base.values, base.values) == []


@pytest.mark.parametrize("code", BASES)
def test_the_form_saves_what_it_shows(client, code):
    """Opening the editor and pressing Save changes nothing."""
    row = workflow.draft_regulation(make.regulation(code), make.agency(), "QC-A", by=hr())
    client.force_login(hr())
    url = reverse("positions:regulation-edit", args=["QC-A", 1])
    form = client.get(url).context["form"]
    body = as_sent(form)

    answer = client.post(url, body)
    assert answer.status_code == 302, answer.context["form"].errors

    row.refresh_from_db()
    assert differences(row.based_on.values, row.values) == []
    assert row.values["rules"] == row.based_on.values["rules"]


def test_a_draft_begins_as_its_sample_and_differs_only_where_edited():
    base = make.regulation("BNV-2424-E")
    row = drafted(written_minutes=150, rules__written__pass="60")

    assert [(f.path, old, new) for f, old, new in differences(base.values, row.values)] == [
        ("rules.written.pass", "50", "60"),
        ("written_minutes", "180", "150"),
    ]
    assert row.pairs.count() == base.pairs.count() > 0
    base.refresh_from_db()
    assert base.values["written_minutes"] == 180


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rules.written.pass": "101"}, "Điểm đạt thi viết cao hơn thang điểm"),
        ({"rules.presentation.pass": "100.5"}, "Điểm đạt trình bày cao hơn thang điểm"),
        ({"rules.written.max_gap": "101"}, "Mức chênh lệch"),
        ({"rules.presentation.criteria": [{"code": "a", "max": "99"}]}, "criteria"),
        ({"rules.tie_break": ["presentation.khac"]}, "tie_break"),
        ({"rules.tie_break": ["written", "written"]}, "tie_break"),
        ({"rules.final_rule.mode": "WEIGHTED"}, "weights"),
        ({"rules.round2_entry.mode": "top_n"}, "rules.round2_entry.n"),
        ({"rules.round2_entry.n": 3}, "round2_entry"),
        ({"rules.written.sanctions.warning": "101"}, "sanctions"),
        ({"rules.decimals": 7}, "phải từ 0 đến 6"),
        ({"min_candidates": 0}, "phải từ 1 đến 20"),
        ({"min_candidates": None}, "Thiếu: Số người tối thiểu"),
        ({"written_minutes": None}, "phải định thời gian làm bài"),
        ({"custody": None}, "cách giữ khóa phách"),
        ({"answer_min_minutes": 91}, "dài hơn thời gian nhiều nhất"),
        ({"council_size": [6]}, "phải lẻ"),
        ({"appeal_days": None}, "không có hạn nhận đơn"),
        ({"appeal_answer_days": None, "appeal_extension_days": 5}, "không có hạn trả lời"),
        (
            {"appeal_days": None, "appeal_answer_days": None, "appeal_blocks_round2": True},
            "chờ phúc",
        ),
        ({"reserve_months": 12}, "không bảo lưu cho ai"),
        ({"total_days_limit": 50}, "riêng các thời hạn ít nhất đã 51 ngày"),
    ],
)
def test_contradictions_are_named_and_refused(changes, words):
    row = workflow.draft_regulation(make.regulation("BNV-2424-E"), make.agency(), "QC-A", by=hr())
    row = workflow.edit_regulation(row, changes, by=hr(), document_no="12/QĐ")

    found = contradictions(row.values)

    assert any(words in fault for fault in found), found
    with pytest.raises(PermissionDenied, match="Còn mâu thuẫn"):
        workflow.propose_regulation(row, by=hr())


def test_without_a_written_round_its_sentences_are_contradictions():
    values = make.regulation("BTCTW-2017").values

    for changes in ({"custody": "paper"}, {"appeal_days": 15}, {"rules.final_rule.mode": "SUM"}):
        assert contradictions(put(values, changes)), changes


def test_the_shortest_exam_waits_for_appeals_only_when_so_ruled():
    values = make.regulation("TT06-2020").values

    assert shortest_days(values) == 30 + 15 + 30
    assert shortest_days(put(values, {"appeal_blocks_round2": False})) == 30 + 15


@pytest.mark.parametrize(("custody", "level"), [("system", "A"), ("paper", "B"), (None, "C")])
def test_the_level_of_proof_follows_from_the_custody(custody, level):
    assert level_of({"custody": custody}) == level
    assert drafted(custody=custody).values["level"] == level


# Two persons


def both():
    return make.member(hr(), make.agency(), make.HEAD)


def test_who_proposed_a_regulation_cannot_issue_it_by_verb_or_page(client):
    row, request = proposed()
    someone = both()
    with pytest.raises(PermissionDenied):
        make.agreed(request, by=someone)

    client.force_login(someone)
    url = reverse("accounts:request-approve", args=[request.public_id])
    assert client.post(url, {"digest": request.digest}).status_code == 403
    row.refresh_from_db()
    assert row.state == State.PROPOSED


ISSUE = """
    UPDATE positions_regulation
    SET state = 'ISSUED', issued_by_id = %s, issued_at = '2026-01-01' WHERE id = %s
"""


@pytest.mark.django_db(transaction=True)
def test_who_proposed_a_regulation_cannot_issue_it_by_sql():
    row, _request = proposed()
    other = head()
    remove_triggers()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ISSUE, [row.proposed_by_id, row.pk])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ISSUE, [None, row.pk])
    with transaction.atomic(), connection.cursor() as cursor:  # the control
        cursor.execute(ISSUE, [other.pk, row.pk])


def test_who_edited_it_does_not_issue_it_behind_a_colleagues_click():
    author = make.member(hr(2), make.agency(), make.HEAD)
    row = drafted()
    row = workflow.edit_regulation(row, {"written_minutes": 90}, by=author)
    workflow.propose_regulation(row, by=hr())

    with pytest.raises(PermissionDenied, match="soạn hoặc trình"):
        make.agreed(TwoPersonRequest.objects.waiting().get(kind="regulation"), by=author)


def test_the_editor_takes_a_criterion_only_with_its_maximum(client):
    row = drafted()
    client.force_login(hr())
    body = as_sent(RegulationForm(regulation=row))
    url = reverse("positions:regulation-edit", args=["QC-A", 1])

    page = client.post(url, body | {"rules__presentation__criteria": "build"})

    assert "ví dụ: build 20" in page.content.decode()
    page = client.post(url, body | {"rules__tie_break": "build 20"})
    assert "chỉ một mã" in page.content.decode()


def test_refused_comes_back_with_the_remark():
    row, request = proposed()
    refuse(request, by=head(), reason="Bổ sung căn cứ.")

    row.refresh_from_db()
    assert (row.state, row.proposed_by) == (State.DRAFT, None)


def test_no_decision_number_no_proposal():
    row = workflow.draft_regulation(make.regulation(), make.agency(), "QC-A", by=hr())

    with pytest.raises(PermissionDenied, match="quyết định ban hành"):
        workflow.propose_regulation(row, by=hr())


def test_an_issued_version_never_changes():
    row = issued()

    with pytest.raises(PermissionDenied, match="soạn phiên bản mới"):
        workflow.edit_regulation(row, {"written_minutes": 90}, by=hr())
    with pytest.raises(PermissionDenied):
        workflow.edit_regulation(make.regulation("BNV-2424"), {"written_minutes": 90}, by=hr())


def test_a_seeded_code_or_another_agencys_cannot_be_taken():
    with pytest.raises(PermissionDenied, match="chọn mã mới"):
        drafted(code="BNV-2424")
    issued()
    other = make.agency("BO-B")
    with pytest.raises(PermissionDenied, match="chọn mã mới"):
        workflow.draft_regulation(make.regulation(), other, "QC-A", by=make.officer(other))


def test_one_draft_of_a_code_at_a_time():
    drafted()
    with pytest.raises(PermissionDenied, match="đã có một bản dự thảo"):
        drafted()


# What was published stays


SECTION = re.compile(r'<section class="panel" aria-labelledby="scoring-title">.*?</section>', re.S)


def test_published_rules_are_byte_identical_after_a_new_version(client):
    """The rules section of a published opening, before and after version 2 is issued."""
    first = issued()
    opening = make.opening_at(Opening.State.PUBLISHED, make.campaign(regulation=first))
    url = opening.get_absolute_url()
    before = client.get(url).content

    row = workflow.draft_regulation(first, make.agency(), "QC-A", by=hr())
    changes = {"rules.written.pass": "70", "written_minutes": 60}
    row = workflow.edit_regulation(row, changes, by=hr(), document_no="13/QĐ")
    workflow.propose_regulation(row, by=hr())
    make.agreed(TwoPersonRequest.objects.waiting().get(kind="regulation"), by=head())
    first.refresh_from_db()
    row.refresh_from_db()
    after = client.get(url).content

    assert (first.state, row.state, row.version) == (State.REPLACED, State.ISSUED, 2)
    [was], [now] = SECTION.findall(before.decode()), SECTION.findall(after.decode())
    assert "đạt từ 50 điểm" in was
    assert was.encode() == now.encode()
    # The control: an opening under version 2 says something else.
    new = make.opening_at(Opening.State.PUBLISHED, make.campaign("DOT-2", regulation=row))
    assert SECTION.findall(client.get(new.get_absolute_url()).content.decode()) != [was]


# Pages


def test_the_page_shows_only_differences_and_an_example(client):
    row = drafted(rules__final_rule__mode="SUM")
    client.force_login(hr())

    page = client.get(row.get_absolute_url()).content.decode()

    assert "Khác với BNV-2424-E v1" in page
    assert "<del>chỉ điểm trình bày</del>" in page
    assert "<ins>tổng hai vòng</ins>" in page
    assert "Ví dụ tính thử" in page


def test_the_example_is_what_the_scoring_says(client):
    base = make.regulation("BNV-2424-E")
    rows = client.get(base.get_absolute_url()).context["examples"]

    assert [(row["number"], row["written"], row["presentation"]) for row in rows] == [
        ("A", "76.00", "84.00"),
        ("B", "76.50", "86.00"),
        ("C", "48.00", None),
        ("D", "68.00", "84.00"),
    ]
    assert [row["rank"] for row in rows] == [2, 1, None, 3]


def test_a_draft_is_its_agencys_own(client):
    row = drafted()
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(make.officer(make.agency("BO-B")))
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(head())
    assert client.get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", FIELDS)
def test_every_sentence_reads(path):
    for code in BASES:
        assert words_of(FIELDS[path], get(make.regulation(code).values, path))
