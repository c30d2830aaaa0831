"""Reads over the written round."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from exams.models import Exam, Seat

TONES = {
    Seat.Attendance.SAT: "success",
    Seat.Attendance.EXPECTED: "neutral",
    Seat.Attendance.SUSPENDED: "danger",
}


def seats_of(exam: Exam, user: Any) -> QuerySet[Seat]:
    """The seats whose names the reader may know, in the order of the numbers."""
    rows = Seat.objects.visible_to(user).filter(sitting__exam=exam)
    return rows.select_related("application__opening").order_by("place")


@dataclass(frozen=True)
class SeatCounts:
    """How far the minutes of a sitting are."""

    seats: int
    sat: int
    absent: int
    suspended: int
    sheets: int

    @property
    def minuted(self) -> int:
        return self.sat + self.absent + self.suspended


def seat_counts(seats: QuerySet[Seat]) -> SeatCounts:
    kinds = ("sat", "absent", "suspended")
    counted = {kind: Count("pk", filter=Q(attendance=kind)) for kind in kinds}
    found = seats.order_by().aggregate(seats=Count("pk"), all_sheets=Sum("sheets"), **counted)
    sheets = found.pop("all_sheets") or 0
    return SeatCounts(**found, sheets=sheets)


def seat_badge(seat: Seat) -> dict[str, Any]:
    """Label and tone of what the minutes say of a candidate."""
    tone = TONES.get(seat.attendance, "warning")
    return {"label": seat.get_attendance_display(), "tone": tone}
