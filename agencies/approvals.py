"""Granting a role is a two-person request."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import approvals
from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Membership
from agencies.workflow import drop_membership, grant_membership


def _facts(membership: Membership) -> dict[str, Any]:
    return {
        "user": membership.user.public_id,
        "agency": membership.agency.code,
        "role": membership.role,
        "state": membership.state,
    }


def _figures(membership: Membership) -> list[tuple[str, str]]:
    return [
        (_("Người được cử"), f"{membership.user.full_name} <{membership.user.email}>"),
        (_("Vai trò"), membership.get_role_display()),
        (_("Cơ quan"), membership.agency.name),
    ]


def _may_approve(user: Any, membership: Membership) -> Verdict:
    if membership.user_id == user.pk:
        return deny(_("Bạn không được tự đồng ý vai trò của chính mình."))
    return ALLOWED


KIND = approvals.Kind(
    code="membership",
    title=_("Giao vai trò tại cơ quan"),
    lifetime=approvals.APPROVAL,
    facts=_facts,
    figures=_figures,
    may_approve=_may_approve,
    carry_out=grant_membership,
    refused=drop_membership,
    url=lambda row: reverse("agencies:agency-detail", args=[row.agency.code]),
)
