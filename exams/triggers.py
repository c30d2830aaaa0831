"""What no verb, page, shell or raw SQL may do to papers and marks, on both engines."""

from django.utils.translation import gettext_lazy as _

from audit.triggers import Trigger, append_only, register
from positions.triggers import CORE_SQL, REFUSALS

MARKS_CLOSED = "exams: marks are given only while marking"
CODES_CLOSED = "exams: papers are coded only before marking"
MAP_CLOSED = "exams: owners are written only when the map is opened"
SERVED_BEFORE = "exams: who served on a board may not change to one that excludes it"
REFUSALS[SERVED_BEFORE] = _(
    "Người này đã từng ở một ban không được kiêm với ban này; kỳ thi đã bắt đầu nên không đổi được."
)


def _only_while(name: str, table: str, states: str, exam: str, message: str) -> Trigger:
    """Refuse an INSERT unless the exam it belongs to is in one of the states."""
    wrong = f"NOT EXISTS ({exam} AND exam.state IN ({states}))"
    return Trigger(
        name,
        table,
        (f"BEFORE INSERT ON {table} WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{message}'); END",),
        f"BEGIN IF {wrong} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END;",
        "BEFORE INSERT",
    )


_EXAM = "SELECT 1 FROM exams_exam exam WHERE exam.id = NEW.exam_id"
_EXAM_OF_PAPER = """
SELECT 1 FROM exams_paper paper JOIN exams_exam exam ON exam.id = paper.exam_id
WHERE paper.id = NEW.paper_id AND paper.state = 'LIVE'
"""

# Leaving a board does not make one fit for what it excludes, once the exam has begun.
_SERVED = f"""
SELECT 1 FROM positions_duty other
JOIN exams_exam exam ON exam.campaign_id = other.campaign_id AND exam.state <> 'PREPARING'
JOIN ({CORE_SQL}) core ON core.a = other.board AND core.b = NEW.board
WHERE other.campaign_id = NEW.campaign_id AND other.person_id = NEW.person_id
  AND other.state = 'ENDED' AND NEW.state = 'ACTIVE'
"""  # noqa: S608  names of our own tables and boards

register(
    Trigger(
        "mt_duty_served_before",
        "positions_duty",
        (
            f"BEFORE INSERT ON positions_duty WHEN EXISTS ({_SERVED}) "
            f"BEGIN SELECT RAISE(ABORT, '{SERVED_BEFORE}'); END",
        ),
        f"BEGIN IF EXISTS ({_SERVED}) THEN RAISE EXCEPTION '{SERVED_BEFORE}'; END IF; "
        "RETURN NEW; END;",
        "BEFORE INSERT",
    ),
    *append_only(
        "exams_mark",
        (
            "id = NEW.id",
            "paper_id = NEW.paper_id AND position = NEW.position AND version = NEW.version",
        ),
    ),
    *append_only(
        "exams_paperowner",
        ("id = NEW.id", "paper_id = NEW.paper_id", "application_id = NEW.application_id"),
    ),
    _only_while("mt_mark_marking", "exams_mark", "'MARKING'", _EXAM_OF_PAPER, MARKS_CLOSED),
    _only_while("mt_paper_coding", "exams_paper", "'SAT', 'CODED'", _EXAM, CODES_CLOSED),
    _only_while("mt_owner_opening", "exams_paperowner", "'SEALED'", _EXAM_OF_PAPER, MAP_CLOSED),
)
