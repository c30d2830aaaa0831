"""Whom the acts of an exam tell: previewed before they are asked for."""

from candidates.models import Application
from candidates.notice_queries import audience_of
from exams.models import Exam, Result
from messaging.queries import Audience
from positions.models import Campaign, Opening


def audience_of_sitting(campaign: Campaign) -> Audience:
    """Everybody on the list: they are told the day, the place and their seat."""
    rows = Application.objects.filter(
        opening__campaign=campaign,
        opening__state=Opening.State.LIST_CLOSED,
        state=Application.State.ELIGIBLE,
    )
    return audience_of(rows)


def audience_of_written(exam: Exam) -> Audience:
    """Everybody with a seat."""
    return audience_of(Application.objects.filter(seat__sitting__exam=exam))


def audience_of_results(exam: Exam) -> Audience:
    """Everybody with a result."""
    results = Result.objects.current().filter(opening__campaign=exam.campaign)
    return audience_of(Application.objects.filter(pk__in=results.values("application")))
