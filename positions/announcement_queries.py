"""Reads over what a public announcement consists of."""

from django.db.models import Q, QuerySet

from agencies.models import Province
from positions.models import Campaign, CampaignFile, Opening, Publication


def files_of(campaign: Campaign) -> list[CampaignFile]:
    """What every candidate gets, in the order of the kinds."""
    order = list(CampaignFile.Kind)
    rows = campaign.files.standing().select_related("file")
    return sorted(rows, key=lambda row: (order.index(row.kind), row.pk))


def missing_channels(campaign: Campaign) -> list[str]:
    """Channels the law wants of which there is no proof yet, in words."""
    rows = campaign.publications.standing().order_by().values_list("channel", flat=True)
    proved = set(rows.distinct())
    return [str(channel.label) for channel in Publication.REQUIRED if channel not in proved]


def provinces_with(openings: QuerySet[Opening]) -> QuerySet[Province]:
    """Today's provinces in which, or in whose former parts, one of the openings lies."""
    placed = openings.order_by()
    here = Q(pk__in=placed.values("agency__province"))
    formerly = Q(pk__in=placed.values("agency__province__successor"))
    return Province.objects.filter(here | formerly, epoch=Province.Epoch.CURRENT)


def in_province(openings: QuerySet[Opening], slug: str) -> QuerySet[Opening]:
    """Openings of a province of today, those of its former parts among them."""
    current = Province.objects.filter(epoch=Province.Epoch.CURRENT, slug=slug).values("pk")
    return openings.filter(
        Q(agency__province__in=current) | Q(agency__province__successor__in=current)
    )
