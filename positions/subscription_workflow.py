"""Mail to people who asked for it: wanted twice before the first mail, ended by one click."""

from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Province
from audit import clock
from messaging.language import official
from messaging.workflow import queue_mail, queue_mails
from positions.models import Announcement, Opening, Subscription

UNCONFIRMED_KEPT = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(hours=1)


def subscribe(
    email: str,
    *,
    opening: Opening | None = None,
    level: str = "",
    province: Province | None = None,
) -> Subscription:
    """Ask an address whether it wants the mails; a second asking within the hour sends nothing."""
    wanted = {"email": email.lower(), "opening": opening, "level": level, "province": province}
    with transaction.atomic():
        row, _created = Subscription.objects.get_or_create(**wanted)
        if row.confirmed_at is None:
            _ask_to_confirm(row)
    return row


@official
def _ask_to_confirm(row: Subscription) -> None:
    hour = int((clock.now() - row.created_at) / ASK_AGAIN_AFTER)
    text = _(
        "Có người (có thể là bạn) đăng ký địa chỉ này nhận tin: %(what)s.\n\n"
        "Nếu đúng, hãy mở liên kết sau và bấm Xác nhận:\n%(url)s\n\n"
        "Nếu không phải, xin bỏ qua: sẽ không có thư nào nữa."
    )
    queue_mail(
        key=f"subscribe:{row.public_id}:{hour}",
        to=row.email,
        subject=_("Xác nhận đăng ký nhận tin: %(what)s") % {"what": row},
        body=text % {"what": row, "url": _address("positions:subscription", row)},
    )


def confirm(row: Subscription) -> Subscription:
    """The address says yes; a second time changes nothing."""
    Subscription.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=clock.now())
    row.refresh_from_db()
    return row


def leave(row: Subscription) -> None:
    """Nothing of the address is kept."""
    row.delete()


def forget_unconfirmed() -> int:
    """Drop what nobody confirmed within a week (for tick)."""
    old = Subscription.objects.filter(
        confirmed_at=None, created_at__lt=clock.now() - UNCONFIRMED_KEPT
    )
    return old.delete()[0]


def tell_followers(
    notice: Announcement, opening: Opening, *, key: str, but: Collection[str] = ()
) -> int:
    """One mail to each address that follows the opening, except those told already."""
    return _tell(Subscription.objects.filter(opening=opening), notice, opening, key, but)


def tell_of_new_opening(notice: Announcement, opening: Opening) -> int:
    """One mail to each address that waits for openings of this level and province."""
    level, province = Q(level="") | Q(level=opening.level), Q(province=None)
    if opening.agency.province_id:
        province |= Q(province=opening.agency.province_id)
    rows = Subscription.objects.filter(level & province, opening=None)
    return _tell(rows, notice, opening, f"opened:{opening.code}", ())


@official
def _tell(rows, notice: Announcement, opening: Opening, key: str, but: Collection[str]) -> int:
    told = {email.lower() for email in but}
    wanted = {row.email: row for row in rows.confirmed().order_by("pk") if row.email not in told}
    return queue_mails(
        _mail(row, notice, opening, f"{key}:{row.public_id}") for row in wanted.values()
    )


def _mail(row: Subscription, notice: Announcement, opening: Opening, key: str) -> dict[str, str]:
    leave_url = _address("positions:subscription-leave", row)
    text = _("%(body)s\n\nXem chức danh: %(url)s\n\nThôi nhận thư: %(leave)s")
    url = urljoin(settings.SITE_BASE_URL, opening.get_absolute_url())
    return {
        "key": key,
        "to": row.email,
        "subject": notice.title,
        "body": text % {"body": notice.body, "url": url, "leave": leave_url},
        "unsubscribe_url": leave_url,
    }


def _address(name: str, row: Subscription) -> str:
    return urljoin(settings.SITE_BASE_URL, reverse(name, args=[row.public_id]))
