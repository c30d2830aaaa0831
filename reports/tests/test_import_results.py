"""What an import writes, and that it writes all of it or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from agencies.models import Agency
from audit.models import BatchRow, LedgerEntry
from audit.queries import history
from audit.verification import verify
from candidates.models import Application
from documents.workbooks.faults import BadWorkbook
from exams.models import Result
from positions.models import Opening
from reports.models import PastWorkbook
from reports.tests import workbooks
from reports.workflow import import_file, look_at

pytestmark = pytest.mark.django_db
TABLES = (Agency, Opening, Application, Result, PastWorkbook, LedgerEntry, BatchRow)


@pytest.fixture(autouse=True)
def _places(db):
    call_command("load_reference")


@pytest.fixture
def small(tmp_path):
    return workbooks.write(workbooks.small(), tmp_path / "small.xlsx")


def counts() -> list[int]:
    return [model._base_manager.count() for model in TABLES]


def test_agencies_stand_in_their_tree(small):
    import_file(small)

    top, below = (Agency.objects.get(code=code) for code in ("TINH-Y", "TINH-Y.SO"))
    assert (top.sector, top.province.code, top.is_pilot, top.root) == ("local", "01", True, top)
    assert (below.sector, below.province, below.root) == ("local", top.province, top)
    assert (below.path, below.is_pilot) == ("TINH-Y/TINH-Y.SO", False)


def test_an_opening_is_kept_as_the_sheet_says(small):
    import_file(small)

    post = Opening.objects.get(code="P1")
    assert (post.origin, post.state, post.outcome) == ("IMPORTED", "FILLED", "FILLED")
    assert (post.campaign, post.regulation, post.published_at) == (None, None, None)
    assert post.announced_on == date(2018, 2, 5)
    assert post.receipt_closed_on == date(2018, 3, 1)
    assert Opening.objects.get(code="P4").state == "POSTPONED"


def test_candidates_and_results(small):
    import_file(small)

    found = {
        (row.opening.code, row.number): (row.state, row.is_eligible, row.results.first())
        for row in Application.objects.select_related("opening")
    }
    state, eligible, result = found["P1", "001"]
    assert (state, eligible, result.outcome) == ("ELIGIBLE", True, "SELECTED")
    assert (result.written, result.presentation) == (Decimal(80), Decimal("84.4"))
    assert (result.passed, result.appointed_on) == (True, date(2018, 6, 1))
    outcomes = {key: result.outcome if result else None for key, (_s, _e, result) in found.items()}
    assert outcomes["P1", "003"] == "FAILED_WRITTEN"
    assert outcomes["P3", "1"] == "FAILED_PRESENTATION"
    assert outcomes["P1", "004"] == "ABSENT"
    assert outcomes["P1", "005"] is None
    assert outcomes["P3", "2"] == "WITHDRAWN"
    assert outcomes["P4", "1"] is None
    assert found["P1", "005"][:2] == ("INELIGIBLE", False)
    assert found["P1", "006"][:2] == ("WITHDRAWN", False)
    person = Application.objects.get(opening__code="P1", number="001")
    assert (person.birth_on, person.gender, person.is_party_member) == (
        date(1980, 2, 29),
        "F",
        True,
    )
    assert "nguyen thi 001" in person.search


def test_one_entry_for_all_rows(small):
    before = LedgerEntry.objects.count()

    import_file(small)

    kinds = list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True))[before:]
    assert kinds == ["pastworkbook.added", "rows_imported", "pastworkbook.amended"]
    n_rows = 4 + 5 + 11 + Result.objects.count()
    assert BatchRow.objects.count() == n_rows
    assert verify().faults == []


def test_history_of_an_imported_row_names_the_import(small):
    import_file(small)

    lines = history(Opening.objects.get(code="P1"))
    assert [line.kind for line in lines] == ["rows_imported"]


def test_dry_run_says_what_would_be_written_and_writes_nothing(small, capsys):
    before = counts()

    call_command("import_results", small, "--dry-run")

    said = capsys.readouterr().out
    assert "agencies: 4\nopenings: 5\ncandidates: 11\n" in said
    assert counts() == before


def test_command_prints_counts(small, capsys):
    call_command("import_results", small)

    assert capsys.readouterr().out == "agencies: 4\nopenings: 5\ncandidates: 11\n"


def test_same_file_a_second_time_is_refused(small, capsys):
    import_file(small)
    before = counts()

    with pytest.raises(SystemExit) as stopped:
        call_command("import_results", small)

    assert stopped.value.code == 1
    assert capsys.readouterr().err.startswith("(file): tệp này đã nhập ngày ")
    assert counts() == before


def test_known_agency_that_agrees_is_left_and_may_be_marked(small, tmp_path):
    import_file(small)
    rows = workbooks.small()
    rows["agencies"] = [workbooks.agency("BO-X", "Bộ X", "central", pilot="yes")]
    rows["agencies"].append(workbooks.agency("BO-Z", "Bộ Z", "central"))
    rows["openings"] = [workbooks.opening("P9", "BO-Z", outcome="UNFILLED")]
    rows["candidates"] = []
    import_file(workbooks.write(rows, tmp_path / "second.xlsx"))
    rows["agencies"] = [workbooks.agency("BO-Z", "Bộ Z", "central", pilot="yes")]
    rows["openings"] = [workbooks.opening("P10", "BO-X.V1", outcome="UNFILLED")]

    import_file(workbooks.write(rows, tmp_path / "third.xlsx"))

    assert Agency.objects.get(code="BO-Z").is_pilot
    assert verify().faults == []


def test_more_selected_than_seats_is_a_warning(tmp_path):
    rows = workbooks.small()
    rows["candidates"].append(workbooks.candidate("P1", "007", "SELECTED", None, 80))

    look = look_at(workbooks.write(rows, tmp_path / "w.xlsx"))

    assert look.warnings == ["openings dòng 2: 2 người SELECTED, chỉ tiêu 1."]


def test_columns_in_any_order_and_without_optional_ones(tmp_path):
    rows = workbooks.small()
    heads = {name: columns[::-1] for name, columns in workbooks.HEADS.items()}
    heads["candidates"] = ["result", "number", "eligible", "opening_code", "presentation_score"]
    for row in rows["candidates"]:
        if row["number"] == "003":
            row["presentation_score"] = 12

    import_file(workbooks.write(rows, tmp_path / "o.xlsx", heads))

    assert Application.objects.filter(full_name="").count() == 11


def test_a_code_cell_with_a_number_is_read_as_its_digits(tmp_path):
    rows = workbooks.small()
    rows["candidates"][6]["number"] = 7.0
    rows["agencies"][2]["province_code"] = 79
    rows["agencies"][3]["province_code"] = "79"

    import_file(workbooks.write(rows, tmp_path / "n.xlsx"))

    assert Application.objects.filter(opening__code="P2", number="7").exists()
    assert Agency.objects.get(code="TINH-Y").province.code == "79"


def test_empty_rows_and_other_sheets_are_ignored(tmp_path):
    rows = workbooks.small()
    rows["candidates"].insert(3, {})
    rows["openings"].append({"title": "  "})
    rows["ghi chú"] = [{"a": "=1+1"}]
    heads = workbooks.HEADS | {"ghi chú": ["a"]}

    import_file(workbooks.write(rows, tmp_path / "e.xlsx", heads))

    assert Application.objects.count() == 11


def test_a_failure_in_the_middle_leaves_nothing(small, monkeypatch):
    """All or nothing: also when the last table cannot be written."""
    before = counts()

    def broken(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(Result._base_manager, "bulk_create", broken)
    monkeypatch.setattr("reports.past.store.Result.objects.bulk_create", broken)
    with pytest.raises(RuntimeError):
        import_file(small)

    assert counts() == before


def test_quicker_second_import_is_a_fault_and_not_a_crash(small, monkeypatch):
    """Two at once: the check saw nothing, the database refuses."""
    import_file(small)
    monkeypatch.setattr("reports.workflow.check", lambda book, known: [])
    rows = workbooks.small()
    other = workbooks.write(rows, small.with_name("other.xlsx"))
    before = counts()

    with pytest.raises(BadWorkbook, match="1 faults"):
        import_file(other)

    assert counts() == before
