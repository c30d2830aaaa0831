"""What other programs follow: announcements as Atom, deadlines as iCalendar."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.tables import download
from messaging.language import official
from positions import calendars
from positions.feeds import AnnouncementFeed
from positions.models import Opening


@login_not_required
@require_GET
@official
def feed(request):
    return AnnouncementFeed()(request)


@login_not_required
@require_GET
@official
def opening_calendar(request, code):
    rows = calendars.with_revisions(Opening.objects.visible_to(request.user).public())
    opening = get_object_or_404(rows.select_related("agency"), code=code)
    return download(calendars.calendar_of(opening), calendars.ICS, f"{opening.code}.ics")


@login_not_required
@require_GET
@official
def deadline_calendar(request):
    """Deadlines of everything that receives dossiers now."""
    rows = calendars.with_revisions(Opening.objects.visible_to(request.user).public().receiving())
    rows = rows.select_related("agency").order_by("receipt_deadline", "pk")[: calendars.MOST]
    return download(calendars.calendar_of_deadlines(rows), calendars.ICS, "han-nhan-ho-so.ics")
