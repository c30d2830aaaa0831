"""What an officer finds: which findings bear which verdict, and the letter they become."""

from datetime import date

import pytest

from candidates import vetting_workflow as vetting
from candidates.findings import all_met, criteria_of, faults, hints, letter
from candidates.models import Application
from positions.criteria import Verdict
from positions.models import Opening, Title, TitleStandard
from positions.reference import load_titles
from tests.builders import application_at, decided, officer, opening_at
from tests.trail import quiet, refused

pytestmark = pytest.mark.django_db
LINES = "Tốt nghiệp đại học luật trở lên.\n\n  - Trong quy hoạch.\nKhông bị kỷ luật."
NOT_MET = "Có tiêu chuẩn không đạt: không kết luận hợp lệ được."
OPEN = "Còn tiêu chuẩn chưa xác định được: hãy xác định hoặc yêu cầu bổ sung."
BAD_PAPER = "Có tài liệu không đạt: hãy yêu cầu bổ sung hoặc kết luận không hợp lệ."
NOTHING = "Kết luận không hợp lệ phải nêu tiêu chuẩn không đạt, tài liệu không đạt, lý do."
CHANGED = "Tiêu chuẩn của chức danh đã thay đổi. Hãy tải lại trang và xét lại."
OTHER_PAPERS = "Hồ sơ đã có thay đổi về tài liệu. Hãy tải lại trang và xét lại."


@pytest.fixture
def row():
    opening = opening_at(Opening.State.PUBLISHED, standards=LINES)
    return application_at(Application.State.SUBMITTED, opening)


@pytest.fixture
def hr(row):
    return officer(row.opening.agency)


def with_outcome(row, outcome, note="", place=0):
    found = all_met(row)
    found["criteria"][place] |= {"outcome": str(outcome), "note": note}
    return found


def with_bad_paper(row, note=""):
    found = all_met(row)
    found["documents"][0] |= {"is_good": False, "note": note}
    return found


def test_lines_of_the_notice_are_criteria(row):
    assert criteria_of(row.opening) == [
        "Tốt nghiệp đại học luật trở lên.",
        "Trong quy hoạch.",
        "Không bị kỷ luật.",
    ]
    assert hints(row) == [Verdict.CANNOT_TELL] * 3


def test_a_standard_is_read_criterion_by_criterion_and_the_age_by_machine(row):
    load_titles()
    row.opening.standard = TitleStandard(
        title=Title.objects.get(code="VT"),
        criteria=[
            {"kind": "education", "level": "DAI_HOC"},
            {"kind": "remaining_years", "n": 5},
            {"kind": "text", "text": "Không bị kỷ luật."},
        ],
    )
    row.gender = "F"
    for born, verdict in ((date(1980, 2, 3), Verdict.MET), (date(1966, 2, 3), Verdict.NOT_MET)):
        row.birth_on = born
        assert hints(row) == [Verdict.CANNOT_TELL, verdict, Verdict.CANNOT_TELL]
    assert criteria_of(row.opening)[0] == "Tốt nghiệp đại học trở lên."


def test_what_bears_eligible(row):
    assert faults(row, "ELIGIBLE", "", all_met(row)) == []
    assert faults(row, "ELIGIBLE", "", with_outcome(row, Verdict.NOT_MET)) == [NOT_MET]
    assert faults(row, "ELIGIBLE", "", with_outcome(row, Verdict.CANNOT_TELL)) == [OPEN]
    assert faults(row, "ELIGIBLE", "", with_bad_paper(row)) == [BAD_PAPER]


def test_what_bears_a_refusal(row):
    assert faults(row, "INELIGIBLE", "", all_met(row)) == [NOTHING]
    assert faults(row, "INELIGIBLE", "Khai sai.", all_met(row)) == []
    assert faults(row, "INELIGIBLE", "", with_outcome(row, Verdict.NOT_MET)) == []
    assert faults(row, "INELIGIBLE", "", with_bad_paper(row)) == []


@pytest.mark.parametrize("verdict", ["ELIGIBLE", "INELIGIBLE"])
def test_findings_of_another_day_or_dossier_bear_nothing(row, verdict):
    fewer, more, other = all_met(row), all_met(row), all_met(row)
    fewer["criteria"].pop()
    more["documents"].append({"item": "f" * 32, "name": "x.pdf", "is_good": True, "note": ""})
    other["criteria"][0]["item"] = "e" * 32
    unread = all_met(row) | {"documents": []}

    assert faults(row, verdict, "x", fewer) == [CHANGED]
    for found in (more, other, unread):
        assert faults(row, verdict, "x", found) == [OTHER_PAPERS]


def test_the_verb_refuses_what_the_form_would(row, hr):
    with quiet():
        with refused(OPEN):
            vetting.decide(row, "ELIGIBLE", "", with_outcome(row, Verdict.CANNOT_TELL), by=hr)
        with refused(NOTHING):
            vetting.decide(row, "INELIGIBLE", "", all_met(row), by=hr)


def test_reasons_become_the_letter_word_for_word(row, hr):
    found = with_outcome(row, Verdict.NOT_MET, "bằng ngành kế toán.")
    found["documents"][0] |= {"is_good": False, "note": "thiếu dấu"}
    name = row.items.get().file.name

    check = vetting.decide(row, "INELIGIBLE", "Khai chưa đúng.", found, by=hr)

    assert check.reason.splitlines() == [
        "Không đáp ứng tiêu chuẩn: Tốt nghiệp đại học luật trở lên (bằng ngành kế toán).",
        f"Tài liệu không đạt: {name} (thiếu dấu).",
        "Khai chưa đúng.",
    ]
    assert check.findings == found
    assert letter(all_met(row)) == ""


def test_an_eligible_verdict_keeps_what_was_found(row, hr):
    check = decided(row, by=hr)
    check.refresh_from_db()

    assert [line["outcome"] for line in check.findings["criteria"]] == ["MET"] * 3
    assert check.reason == ""
