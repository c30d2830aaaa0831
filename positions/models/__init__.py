from positions.models.announcement import Announcement
from positions.models.campaign import Campaign
from positions.models.campaign_file import CampaignFile
from positions.models.change import OpeningChange
from positions.models.duty import BoardPair, Duty
from positions.models.guest import CampaignGuest
from positions.models.opening import MOST_SEATS, Opening, OpeningStep
from positions.models.plan import AuthorityKind, Plan, PlanApproval, PlanLine
from positions.models.publication import Publication
from positions.models.regulation import Regulation
from positions.models.roster import PlanningRoster, RosterEntry
from positions.models.subscription import Subscription
from positions.models.title import Title, TitleStandard
from positions.models.workbook import OpeningWorkbook

__all__ = [
    "MOST_SEATS",
    "Announcement",
    "AuthorityKind",
    "BoardPair",
    "Campaign",
    "CampaignFile",
    "CampaignGuest",
    "Duty",
    "Opening",
    "OpeningChange",
    "OpeningStep",
    "OpeningWorkbook",
    "Plan",
    "PlanApproval",
    "PlanLine",
    "PlanningRoster",
    "Publication",
    "Regulation",
    "RosterEntry",
    "Subscription",
    "Title",
    "TitleStandard",
]
