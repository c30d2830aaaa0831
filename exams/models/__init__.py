from exams.models.exam import Exam
from exams.models.marking import Assignment, Mark, MarkDraft, Position
from exams.models.paper import CodeMap, HolderKey, KeyTurn, Paper, PaperOwner
from exams.models.presentation import Presentation, ScoreSlip
from exams.models.proceed import ProceedDecision
from exams.models.result import Result
from exams.models.sitting import Seat, Sitting

__all__ = [
    "Assignment",
    "CodeMap",
    "Exam",
    "HolderKey",
    "KeyTurn",
    "Mark",
    "MarkDraft",
    "Paper",
    "PaperOwner",
    "Position",
    "Presentation",
    "ProceedDecision",
    "Result",
    "ScoreSlip",
    "Seat",
    "Sitting",
]
