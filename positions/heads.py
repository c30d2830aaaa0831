"""What needs the yes of the head of an agency."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import approvals
from accounts.models import TwoPersonRequest, User
from accounts.workflow import ask_second_person
from agencies.models import Agency, Membership
from messaging.language import official
from messaging.workflow import notify

HEAD = Membership.Role.AUTHORITY_HEAD


def ask_head(agency: Agency, kind: str, subject: models.Model, *, by: User) -> TwoPersonRequest:
    """Open a request over a locked row and tell whoever heads the agency now.

    Raises PermissionDenied when one is open already.
    """
    request = ask_second_person(kind, subject, by=by, approver_scope=f"{HEAD}@{agency.code}")
    _tell(agency, request, subject)
    return request


@official
def _tell(agency: Agency, request: TwoPersonRequest, subject: models.Model) -> None:
    words = {"act": approvals.KINDS[request.kind].title, "what": subject}
    text = _("Đang chờ bạn: %(act)s (%(what)s).") % words
    url = reverse("accounts:request-detail", args=[request.public_id])
    heads = Membership.objects.current().filter(agency=agency, role=HEAD)
    for head in heads.select_related("user"):
        key = f"approve:{request.public_id}:{head.user_id}"
        notify(user=head.user, key=key, text=text, url=url)
