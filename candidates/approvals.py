"""What takes two people: closing the list (two HR officers), settling an objection (the head)."""

from itertools import chain
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import approvals
from audit.rows import row_values
from candidates.list_paper import approving_paper, can_close_list, list_papers
from candidates.models import Application, EligibilityCheck, Objection
from candidates.objection_rules import can_settle
from candidates.objection_workflow import return_objection, settle
from candidates.workflow import close_campaign_list, keep_list_open, list_lines
from positions.models import Campaign


def _facts(campaign: Campaign) -> dict[str, Any]:
    paper = approving_paper(campaign)
    return {
        "campaign": campaign.code,
        "lines": list_lines(campaign),
        "paper": paper.public_id if paper else "",
    }


def _rows(campaign: Campaign) -> list[models.Model]:
    """Openings, applications, papers: nothing changes between the check and the closing."""
    applications = Application.objects.filter(opening__campaign=campaign)
    return list(chain(campaign.openings.all(), applications, list_papers(campaign)))


def _figures(campaign: Campaign) -> list[tuple[str, str]]:
    lines = list_lines(campaign)
    rows = [(_("Đợt thi"), campaign.name), (_("Văn bản phê duyệt"), approving_paper(campaign))]
    for opening in campaign.openings.order_by("code"):
        mine = [line for line in lines if line["opening"] == opening.code]
        eligible = sum(line["state"] == "ELIGIBLE" for line in mine)
        text = _("%(registered)s hồ sơ, %(eligible)s đủ điều kiện")
        rows.append((opening.title, text % {"registered": len(mine), "eligible": eligible}))
    return rows


KIND = approvals.Kind(
    code="list",
    title=_("Chốt danh sách đủ điều kiện dự thi"),
    lifetime=approvals.CEREMONY,
    facts=_facts,
    figures=_figures,
    may_approve=can_close_list,
    carry_out=close_campaign_list,
    refused=keep_list_open,
    url=lambda campaign: reverse("candidates:list-detail", args=[campaign.code]),
    also=_rows,
)


def _objection_facts(objection: Objection) -> dict[str, Any]:
    application = objection.application
    root = application.opening.campaign.list_root
    return {**row_values(objection), "application_state": application.state, "list_root": root}


def _objection_figures(objection: Objection) -> list[tuple[str, str]]:
    application = objection.application
    refusal = application.checks.filter(state=EligibilityCheck.State.CONFIRMED).first()
    return [
        (_("Hồ sơ"), f"{application.full_name} ({application.receipt_code})"),
        (_("Chức danh"), application.opening.title),
        (_("Lý do không hợp lệ"), refusal.reason if refusal else ""),
        (_("Nội dung khiếu nại"), objection.grounds),
        (_("Đề nghị"), objection.get_outcome_display()),
        (_("Trả lời"), objection.answer),
    ]


def _objection_rows(objection: Objection) -> list[models.Model]:
    """The dossier and the list: nothing changes between the check and the act."""
    application = objection.application
    return [application, application.opening, application.opening.campaign]


OBJECTION = approvals.Kind(
    code="objection",
    title=_("Giải quyết khiếu nại danh sách"),
    lifetime=approvals.APPROVAL,
    facts=_objection_facts,
    figures=_objection_figures,
    may_approve=can_settle,
    carry_out=settle,
    refused=return_objection,
    url=lambda objection: reverse(
        "positions:opening-detail", args=[objection.application.opening.code]
    ),
    also=_objection_rows,
)
