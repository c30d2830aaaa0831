"""Who may add to the public announcement of a campaign, and what a proof of publication needs."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from audit import clock
from positions.models import Campaign, CampaignFile, Publication
from positions.rules import is_campaign_hr


def can_add_file(user: Any, campaign: Campaign) -> Verdict:
    """HR of the host; every candidate sees it at the same moment."""
    return is_campaign_hr(user, campaign)


def can_remove_file(user: Any, file: CampaignFile) -> Verdict:
    """HR of the host, once; the row stays."""
    if not (verdict := is_campaign_hr(user, file.campaign)):
        return verdict
    if file.removed_at:
        return deny(_("Tài liệu này đã bỏ."))
    return ALLOWED


def can_add_publication(user: Any, campaign: Campaign) -> Verdict:
    """HR of the host keeps the proofs."""
    return is_campaign_hr(user, campaign)


def is_published_whole(
    campaign: Campaign, published_on: date | None, place: str, link: str, file: Any
) -> Verdict:
    """A day between the plan and today, a place, and a link or a picture of it."""
    if published_on is None or published_on > clock.today():
        return deny(_("Ngày đăng phải là hôm nay hoặc trước đó."))
    if published_on < campaign.plan_on:
        plan_on = date_format(campaign.plan_on)
        return deny(_("Ngày đăng không thể trước ngày kế hoạch %(day)s.") % {"day": plan_on})
    if not place.strip():
        return deny(_("Hãy ghi tên báo, đài, trang hoặc nơi niêm yết."))
    if link and not is_web_address(link):
        return deny(_("Địa chỉ phải bắt đầu bằng https:// hoặc http://."))
    if not link and not file:
        return deny(_("Hãy ghi địa chỉ trang hoặc kèm ảnh, bản PDF."))
    return ALLOWED


def is_web_address(link: str) -> bool:
    """Only what a browser opens as a page; no link of a proof can run anything."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return link.startswith(("https://", "http://")) and bool(parts.hostname)


def can_void_publication(user: Any, publication: Publication) -> Verdict:
    """HR of the host, once, with a reason."""
    if not (verdict := is_campaign_hr(user, publication.campaign)):
        return verdict
    if publication.voided_at:
        return deny(_("Bằng chứng này đã hủy."))
    return ALLOWED
