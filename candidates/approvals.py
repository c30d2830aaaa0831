"""Closing the eligible list is a ceremony of two HR officers."""

from itertools import chain
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import approvals
from candidates.models import Application
from candidates.rules import can_close_list
from candidates.workflow import close_campaign_list, keep_list_open, list_lines
from positions.models import Campaign


def _facts(campaign: Campaign) -> dict[str, Any]:
    return {"campaign": campaign.code, "lines": list_lines(campaign)}


def _rows(campaign: Campaign) -> list[models.Model]:
    """Openings and applications: nobody withdraws between the check and the closing."""
    applications = Application.objects.filter(opening__campaign=campaign)
    return list(chain(campaign.openings.all(), applications))


def _figures(campaign: Campaign) -> list[tuple[str, str]]:
    lines = list_lines(campaign)
    rows = [(_("Đợt thi"), campaign.name)]
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
