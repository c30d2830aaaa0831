"""What candidates were told, what reached them, and who is left to tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from candidates.models import Application, ContactRecord
from messaging.channels import label_of
from messaging.models import Delivery, Notice, NoticeQuerySet
from messaging.queries import Audience, audience
from positions.models import Opening

Badge = tuple[str, str]


@dataclass(frozen=True)
class SentNotice:
    """A notice as the dossier's page shows it: by which channels, and what became of it."""

    notice: Notice
    channels: list[Badge]
    contact: ContactRecord | None
    is_untold: bool


def sent_notices(application: Application) -> list[SentNotice]:
    """Everything the candidate of a dossier was told, newest first; one query."""
    standing = Q(contact_records__voided_at=None)
    rows = Notice.objects.filter(about=application.public_id).annotate(
        is_untold=ExpressionWrapper(NoticeQuerySet.not_told(), BooleanField()),
        way=FilteredRelation("deliveries"),
        contact=FilteredRelation("contact_records", condition=standing),
    )
    rows = rows.select_related("way", "contact__added_by")
    by_notice = groupby(rows.order_by("-created_at", "-pk", "way__channel"), attrgetter("pk"))
    return [_sent([*each]) for _pk, each in by_notice]


def _sent(rows: list[Notice]) -> SentNotice:
    """One notice, which comes once for each of its deliveries."""
    notice, contact = rows[0], getattr(rows[0], "contact", None)
    ways = [row.way for row in rows if getattr(row, "way", None)]
    return SentNotice(notice, _channels(notice, ways), contact, notice.is_untold and not contact)


def _channels(notice: Notice, ways: list[Delivery]) -> list[Badge]:
    """Label and tone of each channel the notice went through."""
    if notice.user_id is None:
        return [(_("Không có tài khoản"), "danger")]
    badges = [
        (f"{label_of(way.channel)}: {way.get_state_display().lower()}", Delivery.TONES[way.state])
        for way in ways
        if way.channel != Delivery.IN_APP
    ]
    read = (_("Đã đọc"), "success") if notice.read_at else (_("Chưa đọc"), "neutral")
    return [*badges, read]


def left_to_tell(notices: Iterable[SentNotice]) -> list[Notice]:
    """Those the form of the telephone offers: not read, and not yet told by anybody."""
    return [row.notice for row in notices if not row.notice.read_at and not row.contact]


def untold_notices(user: Any) -> QuerySet[Notice]:
    """Notices of the dossiers at the user's desk that reached nobody; oldest first."""
    dossiers = Application.objects.visible_to(user).at_desk_of(user)
    dossiers = dossiers.exclude(state=Application.State.WITHDRAWN).filter(erased_at=None)
    told = ContactRecord.objects.standing().filter(notice=OuterRef("pk"))
    rows = Notice.objects.filter(about__in=dossiers.values("public_id")).untold()
    return rows.filter(~Exists(told)).order_by("created_at", "pk")


def with_dossiers(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Each with the name, the code and the telephone of the dossier it is about."""
    dossier = Application.objects.filter(public_id=OuterRef("about"))
    mail = Delivery.objects.filter(notice=OuterRef("pk"), channel=Delivery.MAIL)

    def of(name: str) -> Subquery:
        return Subquery(dossier.values(name)[:1])

    return notices.annotate(
        full_name=of("full_name"),
        receipt_code=of("receipt_code"),
        phone=of("profile__phone"),
        opening_title=of("opening__title"),
        mail_state=Subquery(mail.values("state")[:1]),
    )


def why_untold(notice: Notice) -> str:
    """In words, why a notice of `with_dossiers` reached nobody."""
    if notice.user_id is None:
        return _("không có tài khoản")
    if notice.mail_state == Delivery.State.FAILED:
        return _("thư không gửi được")
    if notice.mail_state == Delivery.State.WAITING:
        return _("thư chờ quá lâu")
    return _("không có thư điện tử")


def unbroken(phone: str | None) -> str:
    """A telephone number that stays on one line."""
    return (phone or "").replace(" ", "\N{NO-BREAK SPACE}")


def contact_lines(application: Application) -> list[dict[str, Any]]:
    """What officers told the candidate, as the owner's timeline shows it; nobody is named."""
    rows = ContactRecord.objects.standing().filter(application=application)
    return [
        {
            "at": row.added_at,
            "who": _("Cơ quan tổ chức thi tuyển"),
            "text": _("Đã báo qua %(channel)s lúc %(at)s: %(text)s")
            % {
                "channel": row.get_channel_display(),
                "at": date_format(localtime(row.at), "H:i d/m/Y"),
                "text": row.notice.text,
            },
            "kind": "info",
        }
        for row in rows.select_related("notice")
    ]


def audience_of_list(campaign: Any) -> Audience:
    """Whom the closing of a campaign's list tells: who is on it, and who is not."""
    rows = told_at_closing(campaign.openings.exclude(state__in=Opening.DROPPED_STATES))
    return audience_of(rows)


def told_at_closing(openings: Iterable[Opening]) -> QuerySet[Application]:
    states = (Application.State.ELIGIBLE, Application.State.INELIGIBLE)
    return Application.objects.filter(opening__in=openings, state__in=states)


def audience_of(applications: QuerySet[Application]) -> Audience:
    """The preview of telling the people of these dossiers."""
    rows = applications.filter(profile__isnull=False).select_related("profile__user")
    return audience(row.profile.user for row in rows)
