"""What both shells need on every page; one query for the roles, one for the unread notices."""

from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.demo import is_demo
from accounts.models import TwoPersonRequest
from agencies.models import Membership
from agencies.queries import memberships_of
from messaging.queries import unread_count
from positions.models import Duty

Role = Membership.Role
HR_SIDE = {Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR}
WATCHERS = {Role.PROVINCE_STAFF, Role.MINISTRY_STAFF, Role.INSPECTOR}
BOARD, MARKER = "board", "marker"

# Label, URL name, icon, who sees it (None: every member of staff).
MENU = (
    (_("Việc cần xử lý"), "desk:home", "list-check", None),
    (_("Kế hoạch"), "positions:plan-list", "calendar-check", HR_SIDE | WATCHERS),
    (_("Đợt thi"), "positions:campaign-list", "calendar3", HR_SIDE | {BOARD}),
    (
        _("Chức danh thi tuyển"),
        "positions:opening-list",
        "briefcase",
        HR_SIDE | {Role.PROVINCE_STAFF},
    ),
    (_("Tiêu chuẩn"), "positions:title-list", "patch-check", HR_SIDE | WATCHERS),
    (_("Quy hoạch"), "positions:roster-list", "diagram-3", HR_SIDE),
    (_("Quy chế"), "positions:regulation-list", "journal-text", HR_SIDE | WATCHERS),
    (_("Lịch năm"), "positions:year", "calendar-event", HR_SIDE | {Role.PROVINCE_STAFF}),
    (
        _("Quá hạn"),
        "positions:overdue",
        "clock",
        HR_SIDE | {Role.PROVINCE_STAFF, Role.MINISTRY_STAFF},
    ),
    (_("Hồ sơ"), "candidates:application-list", "folder2-open", {Role.AGENCY_HR}),
    (_("Đơn thư"), "candidates:letter-list", "envelope", HR_SIDE),
    (_("Kỳ thi"), "exams:exam-list", "pencil-square", HR_SIDE | {BOARD}),
    (_("Chấm thi"), "exams:marking-list", "ui-checks", {MARKER}),
    (_("Chờ hai người"), "accounts:request-list", "people", None),
    (_("Báo cáo"), "reports:r1", "bar-chart", WATCHERS | {Role.AGENCY_HR, Role.AUTHORITY_HEAD}),
    (_("Kỳ thi cũ"), "reports:workbook-list", "upload", {Role.MINISTRY_STAFF}),
    (_("Cơ quan"), "agencies:agency-list", "building", None),
    (_("Ngày làm việc"), "agencies:holiday-list", "calendar-week", None),
    (
        _("Nhật ký"),
        "desk:log",
        "journal-text",
        WATCHERS | {Role.AGENCY_ADMIN, Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.SYSADMIN},
    ),
)


def shell(request) -> dict[str, Any]:
    """Context processor: lazily, so that a page without a shell costs nothing."""
    return {"shell": SimpleLazyObject(partial(_shell, request))}


def _shell(request) -> dict[str, Any]:
    user = getattr(request, "user", None)
    base = {
        "owner": settings.SITE_OWNER,
        "contact": settings.SITE_CONTACT,
        "demo": is_demo(),
    }
    if user is None or not user.is_authenticated:
        return base
    memberships, boards = held(request)
    current = _current(request, memberships)
    return base | {
        "is_staff_member": bool(memberships) or bool(boards),
        "agency": current.agency.name if current else "",
        "memberships": [_option(row, current) for row in memberships],
        "menu": _menu(request, memberships, boards),
        "unread": unread_count(user),
    }


def held(request) -> tuple[list[Membership], set[str]]:
    """Roles of the signed-in user, and the boards they sit on; asked once per request."""
    if not hasattr(request, "held"):
        duties = Duty.objects.active().filter(person__user=request.user)
        boards = duties.order_by().values_list("board", flat=True).distinct()
        request.held = memberships_of(request.user), set(boards)
    return request.held


def _current(request, memberships: list[Membership]) -> Membership | None:
    chosen = request.session.get("membership")
    named = (row for row in memberships if row.public_id == chosen)
    return next(named, memberships[0] if memberships else None)


def _option(row: Membership, current: Membership | None) -> dict[str, Any]:
    label = f"{row.agency.name} · {row.get_role_display()}"
    return {"label": label, "id": row.public_id, "current": row == current}


def _menu(request, memberships: list[Membership], boards: set[str]) -> list[dict[str, Any]]:
    roles = {row.role for row in memberships} | ({BOARD} if boards else set())
    roles |= {MARKER} if Duty.Board.MARKING in boards else set()
    scopes = [row.scope for row in memberships]
    waiting = TwoPersonRequest.objects.decidable_with(scopes).waiting()
    waiting = waiting.exclude(initiator=request.user).count()
    return [
        {
            "label": label,
            "url": reverse(name),
            "icon": icon,
            "active": (request.path.startswith(reverse(name)) and name != "desk:home")
            or request.path == reverse(name),
            "badge": waiting if name == "accounts:request-list" else 0,
        }
        for label, name, icon, who in MENU
        if who is None or who & roles
    ]
