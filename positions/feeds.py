"""Announcements as an Atom feed; addresses do not depend on how the site was reached."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from positions.models import Announcement
from positions.paper_parts import printable

MOST = 50


def address(path: str) -> str:
    """A page of this site as others reach it."""
    return urljoin(settings.SITE_BASE_URL, path)


class AnnouncementFeed(Feed):
    """The newest announcements; one is never edited, so its hour of publication is its last."""

    feed_type = Atom1Feed
    language = settings.LANGUAGE_CODE

    def title(self) -> str:
        return _("Thông báo thi tuyển chức danh lãnh đạo, quản lý")

    def author_name(self) -> str:
        return settings.SITE_OWNER

    def link(self) -> str:
        return address(reverse("positions:announcement-list"))

    def feed_url(self) -> str:
        return address(reverse("positions:feed"))

    def feed_guid(self) -> str:
        return self.feed_url()

    def items(self) -> QuerySet[Announcement]:
        rows = Announcement.objects.visible_to(AnonymousUser())
        return rows.select_related("campaign")[:MOST]

    def item_title(self, item: Announcement) -> str:
        return " ".join(printable(item.title).split())

    def item_description(self, item: Announcement) -> str:
        return linebreaks(printable(item.body), autoescape=True)

    def item_link(self, item: Announcement) -> str:
        page = reverse("positions:campaign-public", args=[item.campaign.code])
        return f"{address(page)}#notice-{item.pk}"

    item_guid = item_link

    def item_pubdate(self, item: Announcement) -> datetime:
        return item.published_at

    item_updateddate = item_pubdate

    def item_categories(self, item: Announcement) -> list[str]:
        return [str(item.get_kind_display())]
