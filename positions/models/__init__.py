from positions.models.announcement import Announcement
from positions.models.campaign import Campaign
from positions.models.duty import BoardPair, Duty
from positions.models.opening import Opening, OpeningStep
from positions.models.regulation import Regulation
from positions.models.workbook import OpeningWorkbook

__all__ = [
    "Announcement",
    "BoardPair",
    "Campaign",
    "Duty",
    "Opening",
    "OpeningStep",
    "OpeningWorkbook",
    "Regulation",
]
