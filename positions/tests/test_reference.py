import json

import pytest

from audit.models import LedgerEntry
from positions import reference
from positions.models import BoardPair, Duty, Regulation
from positions.wording import scoring_words
from tests.reset import without_state_triggers
from tests.trail import quiet, refused_by_database, written

pytestmark = pytest.mark.django_db
ROWS = json.loads(reference.FILE.read_text())


def test_load_regulations_enters_and_issues_each_once():
    with written() as kinds:
        assert reference.load_regulations() == len(ROWS)

    assert kinds == ["regulation.added", "regulation.issued"] * len(ROWS)
    stored = Regulation.objects.in_force().values_list("code", "version", "values")
    assert sorted(stored) == sorted((row["code"], row["version"], row["values"]) for row in ROWS)
    assert set(LedgerEntry.objects.values_list("chain", "actor")) == {("system", "system")}


def test_load_regulations_twice_changes_nothing():
    reference.load_regulations()
    before = list(Regulation.objects.values()), BoardPair.objects.count()

    with quiet():
        reference.load_regulations()

    assert (list(Regulation.objects.values()), BoardPair.objects.count()) == before


EACH = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['code']}-{row['version']}")
CODES = ["BTCTW-2017", "BNV-2424", "BNV-2424-E", "TT06-2020", "QUY-MO-NHO"]


def by_code(code):
    return next(row for row in ROWS if row["code"] == code)


def test_the_five_regulations_are_there_with_the_same_names_of_values():
    assert [row["code"] for row in ROWS] == CODES
    assert {row["version"] for row in ROWS} == {1}
    names = [sorted(row["values"]) for row in ROWS]
    assert names == [names[0]] * len(ROWS)


@EACH
def test_seeded_regulation_has_every_value_the_code_reads(row):
    values = row["values"]

    assert values["min_candidates"] >= 2
    assert isinstance(values["min_candidates_to_publish_all"], int)
    assert len(row["name"]) <= 200
    assert row["legal_basis"]
    assert all(name == name.lower() and name.isidentifier() for name in values)
    for name, value in values.items():
        if name.endswith(("_days", "_minutes", "_months")):
            assert value is None or (type(value) is int and value > 0), name


@EACH
def test_custody_and_level_belong_together(row):
    values = row["values"]

    assert (values["custody"] is None) == (values["rules"]["written"] is None)
    assert values["level"] == {"system": "A", "paper": "B", None: "C"}[values["custody"]]


@EACH
def test_values_of_the_written_round_stand_with_it(row):
    values = row["values"]
    names = ("written_minutes", "late_grace_minutes", "min_anonymity_set", "appeal_days")
    names += ("appeal_answer_days", "appeal_blocks_round2", "appeal_channels")

    has_written = values["rules"]["written"] is not None
    assert {values[name] is not None for name in names} == {has_written}


@EACH
def test_pairs_name_two_boards_once(row):
    boards, binds = set(Duty.Board.values), set(BoardPair.Binds.values)
    pairs = [frozenset(pair[:2]) for pair in row["incompatible_boards"]]

    assert all(pair <= boards and len(pair) == 2 for pair in pairs)
    assert len(set(pairs)) == len(pairs)
    assert all(set(pair[2:]) <= binds for pair in row["incompatible_boards"])


def test_calendars():
    """Exam A of 2017 for the guidance of 2424; the statutory periods for the circular."""
    calendar = ("receipt_days", "vetting_days", "list_display_days", "project_gap_days")
    for code in ("BNV-2424", "BNV-2424-E", "QUY-MO-NHO"):
        values = by_code(code)["values"]
        assert [values[name] for name in calendar] == [26, 9, 15, 10]
        assert values["appeal_blocks_round2"] is False
    values = by_code("TT06-2020")["values"]
    periods = ("marking_days", "marks_published_working_days", "appeal_days", "appeal_answer_days")
    assert [values[name] for name in periods] == [15, 5, 15, 15]
    assert (values["appeal_extension_days"], values["appeal_blocks_round2"]) == (15, True)


def test_strict_regulations_forbid_every_pair_and_the_small_one_all_but_one():
    counts = {row["code"]: len(row["incompatible_boards"]) for row in ROWS}

    assert [counts[code] for code in CODES] == [0, 36, 36, 36, 35]
    limits = [by_code(code)["values"]["max_boards_per_person"] for code in CODES]
    assert limits == [None, 1, 1, 1, 2]
    needs = [by_code(code)["values"]["decision_no_required"] for code in CODES]
    assert needs == [False, False, False, False, True]


def test_loaded_pairs_are_those_of_the_file():
    reference.load_regulations()

    for row in ROWS:
        stored = BoardPair.objects.filter(regulation__code=row["code"])
        expected = {
            (*sorted(pair[:2]), *(pair[2:] or ["everyone"])) for pair in row["incompatible_boards"]
        }
        assert set(stored.values_list("board_a", "board_b", "binds")) == expected


def test_database_refuses_a_pair_that_binds_nobody_known():
    reference.load_regulations()
    pairs = BoardPair.objects.filter(regulation__code="BNV-2424")

    with refused_by_database("boardpair_binds_valid"):
        pairs.filter(board_a="council").update(binds="nobody")
    with refused_by_database("boardpair_binds_valid"):
        pairs.filter(board_a="header").update(binds="leaders")


@EACH
def test_seeded_regulation_can_be_said_in_words(row):
    rounds = scoring_words(Regulation(code=row["code"], values=row["values"]))

    written_round = row["values"]["rules"]["written"] is not None
    assert len(rounds) == 2 + written_round
    assert all(each.title and each.lines for each in rounds)


@without_state_triggers()
def test_database_refuses_unknown_state_and_second_row_of_a_version():
    reference.load_regulations()
    code = ROWS[0]["code"]

    with refused_by_database("regulation_state_valid"):
        Regulation.objects.filter(code=code).update(state="OLD")
    with refused_by_database():
        Regulation.objects.create(code=code, version=ROWS[0]["version"], name="x")
