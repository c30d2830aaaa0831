"""Releasing a result is a ceremony: HR asks, the head of the host decides."""

from itertools import chain
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import approvals
from exams.models import Exam, Result
from exams.rules.exam import can_release
from exams.workflow.exam import keep_unreleased, release


def _facts(exam: Exam) -> dict[str, Any]:
    fields = ("application__public_id", "version", "final", "rank", "outcome")
    rows = _results(exam).order_by("application__public_id").values_list(*fields)
    return {"exam": exam.pk, "state": exam.state, "results": [list(row) for row in rows]}


def _results(exam: Exam):
    return Result.objects.current().filter(opening__campaign=exam.campaign)


def _rows(exam: Exam) -> list[models.Model]:
    return list(chain(exam.campaign.openings.all(), _results(exam)))


def _figures(exam: Exam) -> list[tuple[str, str]]:
    results = _results(exam)
    selected = results.filter(outcome=Result.Outcome.SELECTED)
    names = ", ".join(selected.values_list("application__full_name", flat=True))
    return [
        (_("Đợt thi"), exam.campaign.name),
        (_("Thí sinh"), str(results.count())),
        (_("Trúng tuyển"), names or _("không có")),
        (_("Người được báo tin"), str(results.exclude(application__profile=None).count())),
    ]


KIND = approvals.Kind(
    code="release",
    title=_("Công bố kết quả thi tuyển"),
    lifetime=approvals.CEREMONY,
    facts=_facts,
    figures=_figures,
    may_approve=can_release,
    carry_out=release,
    refused=keep_unreleased,
    url=lambda exam: reverse("exams:exam-detail", args=[exam.campaign.code]),
    also=_rows,
)
