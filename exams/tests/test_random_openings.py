"""Random openings: seats, stored results, sealed lines, export, staff page and public page agree.

The last steps are the real verbs. What each way says is compared with the case the opening was
drawn from, given to `simulate_ranking` and to the second implementation. Every exam is rolled
back after it was compared. PROVE=full compares 500 openings.
"""

import os
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from audit.tests.world import undone
from exams import scoring
from exams.models import Exam, Result
from exams.rules.marking import marks_are_final
from exams.scoring import round_mark
from exams.simulation import as_json
from exams.tests.random_exam import Drawn, draw
from exams.tests.ranking_cases import run
from exams.tests.ranking_ways import Released, Scored, Way, disagreements, ways_after_round1
from exams.tests.stored_exam import Cast, Stored, store
from exams.tests.stored_exam import cast as cast_of
from exams.views import staff
from exams.workflow import exam as verbs
from exams.workflow.result import case_of, ranking_of
from positions.models import Opening, Regulation
from tests import builders
from tests.reset import remove_state_triggers
from tests.trail import quiet, refused, standing

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
FULL = os.environ.get("PROVE") == "full"
OPENINGS = 500 if FULL else 30
SEED = 20261123
TIE = "Còn thí sinh bằng điểm chờ người có thẩm quyền quyết định."
EVERYTHING = {
    *({*Result.Outcome.values} - {Result.Outcome.WITHDRAWN}),  # that one only an import brings
    *("DECIDED", "NO_WINNER", "ROUND2_ONLY", "SUM", "WEIGHTED"),
    *("all_passed", "top_n", "presentation only", "written round"),
    *(f"separated by {key}" for key in ("final", "written", "presentation", "none", None)),
    "separated by a criterion",
}


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, prepared) as people:
        yield people


def prepared() -> Cast:
    """Rows are planted in states without the entries that the database asks for."""
    people = cast_of()
    connection.check_constraints()  # PostgreSQL alters no table with checks waiting
    remove_state_triggers()
    return people


def drawn_exams() -> Iterator[Drawn]:
    return (draw(Random(SEED + place), f"NN-{place}") for place in range(10**6))


def test_every_way_a_ranking_leaves_the_system_agrees(cast, tmp_path, capsys):
    met, unfinished, wrong = Counter(), 0, []
    for drawn in drawn_exams():
        if met["openings"] >= OPENINGS:
            break
        with undone():
            stored = store(drawn, cast)
            if drawn.is_whole:
                wrong += compare(stored, tmp_path)
                count(stored, met)
            else:
                wrong += unfinished_is_refused(stored)
                unfinished += len(stored.openings)

    disagreeing = {line.split()[0] for line in wrong}
    with capsys.disabled():
        agreeing = met["openings"] - len(disagreeing)
        print(f"\n{agreeing} of {met['openings']} openings agree (seed {SEED}), ", end="")
        print(f"{met['released']} of them to the public page; {unfinished} unfinished refused")
    assert wrong == []
    # Otherwise the comparison proves less than it says
    assert min(met["released"], unfinished) > 0
    assert met.keys() >= {"SELECTED", "NOT_SELECTED", "FAILED_WRITTEN", "MANUAL_DECISION"}
    assert not FULL or met.keys() >= EVERYTHING, EVERYTHING - met.keys()


def compare(stored: Stored, folder: Path) -> list[str]:
    """The last steps by their verbs, and what every way then says."""
    wrong = disagreements(stored, ways_after_round1)
    verbs.score(stored.fresh(), by=stored.cast.secretary)
    wrong += disagreements(stored, Scored(stored, folder).ways)
    if release(stored):
        wrong += disagreements(stored, Released(stored).ways)
    return wrong


def release(stored: Stored) -> bool:
    """Not where a tie waits for a person."""
    exam, officer = stored.fresh(), stored.cast.officer
    outcomes = {row["outcome"] for _, case in stored.openings for row in run(case)["candidates"]}
    if "MANUAL_DECISION" in outcomes:
        with refused(TIE):
            verbs.ask_release(exam, by=officer)
        return False
    builders.agreed(verbs.ask_release(exam, by=officer), by=stored.cast.head)
    return True


def unfinished_is_refused(stored: Stored) -> list[str]:
    """Nothing is scored; where the papers are marked, the rules make the same of what is there."""
    exam = stored.fresh()
    with quiet(), pytest.raises(PermissionDenied):
        verbs.score(exam, by=stored.cast.secretary)
    assert not Result.objects.exists()
    if stored.drawn.papers_are_open:
        assert not marks_are_final(exam)
        return []
    return [*disagreements(stored, ways_after_round1), *disagreements(stored, ways_unfinished)]


def ways_unfinished(opening: Opening, case: dict) -> Iterator[Way]:
    ranking = as_json(ranking_of(opening)[1], case["rules"]["decimals"])
    yield "ranking", ranking, run(case)
    yield "case", run(case_of(opening)), run(case)


def count(stored: Stored, met: Counter) -> None:
    rules = stored.drawn.rules
    met["openings"] += len(stored.openings)
    if stored.fresh().state == Exam.State.RELEASED:
        met["released"] += len(stored.openings)
    for _opening, case in stored.openings:
        result = run(case)
        met[result["opening"]] += 1
        met[rules["final_rule"]["mode"]] += 1
        met["written round" if rules["written"] else "presentation only"] += 1
        met[rules["round2_entry"]["mode"]] += 1
        for row in result["candidates"]:
            key = row["separated_by"] or "None"
            key = "a criterion" if key.startswith("presentation.") else key
            met.update((row["outcome"], f"separated by {key}"))


# Negative controls: what is broken in one way alone is found there and nowhere else


def is_telling(drawn: Drawn) -> bool:
    """Decided in every opening, and the public page names somebody who was not selected."""
    if not drawn.rules["written"] or drawn.publishing["publish_mode"] == "WINNER_ONLY":
        return False
    decided = {run(case)["opening"] for case in drawn.cases} == {"DECIDED"}
    return decided and any(len(case["candidates"]) > 5 for case in drawn.cases)


@pytest.fixture
def stored(cast: Cast) -> Stored:
    return store(next(drawn for drawn in drawn_exams() if is_telling(drawn)), cast)


def ways_named(wrong: list[str]) -> set[str]:
    """The ways, each without its opening."""
    return {line.split(" ", 1)[1].partition(":")[0] for line in wrong}


def test_control_nothing_broken(stored, tmp_path):
    assert compare(stored, tmp_path) == []


def test_control_one_slip_in_the_export(stored, tmp_path, monkeypatch):
    def altered(opening):
        case = case_of(opening)
        shown = [each for each in case["candidates"] if each.get("presentation", {}).get("slips")]
        slips = shown[0]["presentation"]["slips"]
        slips[0] = dict.fromkeys(slips[0], "0") if isinstance(slips[0], dict) else "0"
        return case

    monkeypatch.setattr(staff, "case_of", altered)

    assert ways_named(compare(stored, tmp_path)) == {"simulate_ranking"}


def test_control_another_rounding_while_scoring(stored, tmp_path, monkeypatch):
    def rounded(value, decimals):
        return round_mark(value, decimals) + Decimal(1).scaleb(-decimals)

    with monkeypatch.context() as broken:
        broken.setattr(scoring, "round_mark", rounded)
        verbs.score(stored.fresh(), by=stored.cast.secretary)
    wrong = disagreements(stored, Scored(stored, tmp_path).ways)

    assert ways_named(wrong) == {"stored results", "sealed lines", "staff page"}


def test_control_another_rounding_of_the_written_marks(stored, monkeypatch):
    assert disagreements(stored, ways_after_round1) == []
    with monkeypatch.context() as broken:
        broken.setattr(scoring, "round_mark", lambda value, decimals: Decimal(7))
        assert ways_named(disagreements(stored, ways_after_round1)) == {"seats"}


def test_control_a_stored_mark_changed_behind_the_back(stored, tmp_path):
    verbs.score(stored.fresh(), by=stored.cast.secretary)
    winner = Result.objects.filter(rank=1).first()
    Result.objects.filter(pk=winner.pk).update(final=winner.final + Decimal("0.01"))

    wrong = disagreements(stored, Scored(stored, tmp_path).ways)

    assert ways_named(wrong) == {"stored results", "staff page"}
    assert all(line.startswith(winner.opening.code) for line in wrong)


def test_control_another_rule_of_publication(stored, tmp_path):
    values = stored.campaign.regulation.values | {"min_candidates_to_publish_all": 99}
    Regulation.objects.filter(pk=stored.campaign.regulation_id).update(values=values)

    assert ways_named(compare(stored, tmp_path)) == {"public page", "public words"}
