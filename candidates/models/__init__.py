from candidates.models.application import (
    Application,
    ApplicationQuerySet,
    DossierItem,
    new_receipt_code,
)
from candidates.models.objection import Objection
from candidates.models.profile import CandidateProfile, Gender
from candidates.models.vetting import EligibilityCheck, SupplementRequest

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "CandidateProfile",
    "DossierItem",
    "EligibilityCheck",
    "Gender",
    "Objection",
    "SupplementRequest",
    "new_receipt_code",
]
