"""Builders of what belongs to a public announcement, through the real verbs."""

from typing import Any

from audit import clock
from positions.announcement_workflow import (
    add_file,
    add_publication,
    remove_file,
    void_publication,
)
from positions.models import Campaign, CampaignFile, Publication
from tests import builders as make


def campaign_file(
    campaign: Campaign, kind: str = "STUDY", *, removed: bool = False, **fields: Any
) -> CampaignFile:
    """The first HR officer of the host adds it, and takes it back."""
    hr = make.officer(campaign.host)
    defaults = {"title": "Danh mục tài liệu ôn tập", "upload": make.pdf("on-tap.pdf")}
    file = add_file(campaign, kind, **defaults | fields, by=hr)
    return remove_file(file, by=hr) if removed else file


def publication(
    campaign: Campaign, channel: str = "NEWSPAPER", *, void: str = "", **fields: Any
) -> Publication:
    """With a photo unless it has a link; void with the reason given."""
    hr = make.officer(campaign.host)
    defaults = {"published_on": clock.today(), "place": "Báo Minh Họa"}
    defaults |= {} if "link" in fields else {"upload": make.pdf("trang-bao.pdf")}
    row = add_publication(campaign, channel, **defaults | fields, by=hr)
    return void_publication(row, reason=void, by=hr) if void else row
