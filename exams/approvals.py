"""The ceremonies of an exam: seal, opening of the map, written marks, release. 30 minutes each."""

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import approvals
from audit.canonical import leaf_of
from audit.merkle import root_of
from exams.models import Exam, HolderKey, Mark, Position, Result, Seat
from exams.queries.audience import audience_of_results, audience_of_written
from exams.rules.exam import can_publish_round1, can_release
from exams.rules.marking import can_seal
from exams.rules.paper import can_open_map, standing_map, standing_turn
from exams.workflow import exam as exam_verbs
from exams.workflow import marking as marking_verbs
from exams.workflow import paper as paper_verbs


def _results(exam: Exam):
    return Result.objects.current().filter(opening__campaign=exam.campaign)


def _facts_of_release(exam: Exam) -> dict[str, Any]:
    fields = ("application__public_id", "version", "final", "rank", "outcome")
    rows = _results(exam).order_by("application__public_id").values_list(*fields)
    return _facts(exam, results=[list(row) for row in rows])


def _facts(exam: Exam, **more: Any) -> dict[str, Any]:
    return {"exam": exam.pk, "state": exam.state, **more}


def _facts_of_seal(exam: Exam) -> dict[str, Any]:
    return _facts(exam, root=root_of(leaf_of(line) for line in marking_verbs.mark_lines(exam)))


def _facts_of_map(exam: Exam) -> dict[str, Any]:
    code_map, turn = standing_map(exam), standing_turn(exam)
    return _facts(exam, root=code_map.root, turned=turn.role if turn else "")


def _facts_of_round1(exam: Exam) -> dict[str, Any]:
    return _facts(exam, root=standing_map(exam).root)


def _rows_of_release(exam: Exam) -> list[models.Model]:
    return list(chain(exam.campaign.openings.all(), _results(exam)))


def _rows_of_map(exam: Exam) -> list[models.Model]:
    return [standing_map(exam)]


def _rows_of_round1(exam: Exam) -> list[models.Model]:
    return list(chain(exam.campaign.openings.all(), Seat.objects.filter(sitting__exam=exam)))


def _figures_of_release(exam: Exam) -> list[tuple[str, str]]:
    results = _results(exam)
    selected = results.filter(outcome=Result.Outcome.SELECTED)
    names = ", ".join(selected.values_list("application__full_name", flat=True))
    return [
        (_("Đợt thi"), exam.campaign.name),
        (_("Thí sinh"), str(results.count())),
        (_("Trúng tuyển"), names or _("không có")),
        (_("Người được báo tin"), audience_of_results(exam).words),
    ]


def _figures_of_seal(exam: Exam) -> list[tuple[str, str]]:
    marks = Mark.objects.current().filter(paper__exam=exam)
    return [
        (_("Đợt thi"), exam.campaign.name),
        (_("Bài thi"), str(exam.papers.live().count())),
        (_("Bài có người chấm thứ ba"), str(marks.filter(position=Position.THIRD).count())),
        (_("Bài do Chủ tịch quyết định"), str(marks.filter(position=Position.CHAIR).count())),
    ]


def _figures_of_map(exam: Exam) -> list[tuple[str, str]]:
    code_map, turn = standing_map(exam), standing_turn(exam)
    return [
        (_("Đợt thi"), exam.campaign.name),
        (_("Bài thi"), str(code_map.size)),
        (_("Khóa thứ nhất"), str(HolderKey.Role(turn.role).label)),
        (_("Phong bì dự phòng"), code_map.spare_seal),
    ]


def _figures_of_round1(exam: Exam) -> list[tuple[str, str]]:
    seats = Seat.objects.filter(sitting__exam=exam)
    return [
        (_("Đợt thi"), exam.campaign.name),
        (_("Thí sinh"), str(seats.count())),
        (_("Bài đã chấm"), str(exam.papers.live().count())),
        (_("Người được báo tin"), audience_of_written(exam).words),
    ]


def _page(name: str) -> Callable[[Exam], str]:
    return lambda exam: reverse(name, args=[exam.campaign.code])


KINDS = (
    approvals.Kind(
        code=marking_verbs.SEAL,
        title=_("Khóa điểm thi viết"),
        lifetime=approvals.CEREMONY,
        facts=_facts_of_seal,
        figures=_figures_of_seal,
        may_approve=can_seal,
        carry_out=marking_verbs.seal_marks,
        refused=marking_verbs.keep_unsealed,
        url=_page("exams:exam-detail"),
    ),
    approvals.Kind(
        code=paper_verbs.OPENING,
        title=_("Mở bản đồ phách"),
        lifetime=approvals.CEREMONY,
        facts=_facts_of_map,
        figures=_figures_of_map,
        may_approve=can_open_map,
        carry_out=paper_verbs.open_map,
        refused=paper_verbs.keep_map_closed,
        url=_page("exams:map-opening"),
        also=_rows_of_map,
        needs_own_page=True,
    ),
    approvals.Kind(
        code="round1",
        title=_("Công bố điểm thi viết"),
        lifetime=approvals.CEREMONY,
        facts=_facts_of_round1,
        figures=_figures_of_round1,
        may_approve=can_publish_round1,
        carry_out=exam_verbs.publish_round1,
        refused=exam_verbs.keep_unreleased,
        url=_page("exams:exam-detail"),
        also=_rows_of_round1,
    ),
    approvals.Kind(
        code="release",
        title=_("Công bố kết quả thi tuyển"),
        lifetime=approvals.CEREMONY,
        facts=_facts_of_release,
        figures=_figures_of_release,
        may_approve=can_release,
        carry_out=exam_verbs.release,
        refused=exam_verbs.keep_unreleased,
        url=_page("exams:exam-detail"),
        also=_rows_of_release,
    ),
)
