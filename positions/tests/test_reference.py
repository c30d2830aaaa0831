import json

import pytest

from audit.models import LedgerEntry
from positions import reference
from positions.models import BoardPair, Duty, Regulation
from positions.triggers import CORE_PAIRS
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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['code']}-{row['version']}")
def test_seeded_regulation_has_every_value_the_code_reads(row):
    values = row["values"]

    assert {"rules", "receipt_days", "min_candidates", "publish_mode"} <= set(values)
    assert values["min_candidates"] >= 2
    assert isinstance(values["min_candidates_to_publish_all"], int)
    assert row["legal_basis"]
    boards, core = set(Duty.Board.values), {frozenset(pair) for pair in CORE_PAIRS}
    pairs = [frozenset(pair) for pair in row["incompatible_boards"]]
    assert all(pair <= boards and len(pair) == 2 for pair in pairs)
    assert len(set(pairs)) == len(pairs)
    assert core <= core | set(pairs)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['code']}-{row['version']}")
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
