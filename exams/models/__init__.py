from exams.models.exam import Exam
from exams.models.presentation import Presentation, ScoreSlip
from exams.models.result import Result

__all__ = ["Exam", "Presentation", "Result", "ScoreSlip"]
