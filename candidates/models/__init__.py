from candidates.models.application import (
    Application,
    ApplicationQuerySet,
    DossierItem,
    new_receipt_code,
)
from candidates.models.complaint import Complaint, ComplaintSender, LetterReaders
from candidates.models.contact import ContactRecord
from candidates.models.filed_profile import FiledProfile
from candidates.models.objection import Objection
from candidates.models.paper_receipt import PaperReceipt
from candidates.models.profile import QUALIFICATIONS, CandidateProfile, Gender, Qualifications
from candidates.models.profile_line import DisciplineForm, EvaluationClass, ProfileLine
from candidates.models.vetting import EligibilityCheck, SupplementRequest

__all__ = [
    "QUALIFICATIONS",
    "Application",
    "ApplicationQuerySet",
    "CandidateProfile",
    "Complaint",
    "ComplaintSender",
    "ContactRecord",
    "DisciplineForm",
    "DossierItem",
    "EligibilityCheck",
    "EvaluationClass",
    "FiledProfile",
    "Gender",
    "LetterReaders",
    "Objection",
    "PaperReceipt",
    "ProfileLine",
    "Qualifications",
    "SupplementRequest",
    "new_receipt_code",
]
