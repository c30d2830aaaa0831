"""Candidate × every board: nobody competes in a campaign in which they hold a duty.

Two triggers, one for each side; on PostgreSQL both lock the campaign first, so that of two
concurrent acts only one passes. Applications share their lock: a crowd at the deadline does not
queue behind itself.
"""

from django.utils.translation import gettext_lazy as _

from audit.triggers import Trigger, append_only, register
from positions.triggers import REFUSALS

MESSAGE = "candidates: a candidate holds no duty in the campaign"
REFUSALS[MESSAGE] = _("Người này đang dự tuyển trong đợt thi: không được ở ban, hội đồng nào.")

_COMPETES = """
SELECT 1 FROM agencies_person person
JOIN candidates_candidateprofile profile ON profile.user_id = person.user_id
JOIN candidates_application own ON own.profile_id = profile.id
JOIN positions_opening opening ON opening.id = own.opening_id
WHERE person.id = NEW.person_id AND opening.campaign_id = NEW.campaign_id
  AND NEW.state = 'ACTIVE' AND own.state NOT IN ('DRAFT', 'WITHDRAWN')
"""
_SERVES = """
SELECT 1 FROM candidates_candidateprofile profile
JOIN agencies_person person ON person.user_id = profile.user_id
JOIN positions_duty duty ON duty.person_id = person.id
JOIN positions_opening opening ON opening.campaign_id = duty.campaign_id
WHERE profile.id = NEW.profile_id AND opening.id = NEW.opening_id
  AND duty.state = 'ACTIVE' AND NEW.state NOT IN ('DRAFT', 'WITHDRAWN')
"""
_LOCK_OF_DUTY = "PERFORM 1 FROM positions_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;"
_LOCK_OF_APPLICATION = """
      PERFORM 1 FROM positions_campaign WHERE id = (
        SELECT campaign_id FROM positions_opening WHERE id = NEW.opening_id
      ) FOR SHARE;
"""


def _refusal(name: str, table: str, conflict: str, lock: str) -> Trigger:
    refuse = f"SELECT RAISE(ABORT, '{MESSAGE}')"
    return Trigger(
        name,
        table,
        (
            f"BEFORE INSERT ON {table} WHEN EXISTS ({conflict}) BEGIN {refuse}; END",
            f"BEFORE UPDATE ON {table} WHEN EXISTS ({conflict}) BEGIN {refuse}; END",
        ),
        f"""
    BEGIN
      {lock}
      IF EXISTS ({conflict}) THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
      RETURN NEW;
    END;
    """,
        "BEFORE INSERT OR UPDATE",
    )


register(
    _refusal("mt_duty_candidate", "positions_duty", _COMPETES, _LOCK_OF_DUTY),
    _refusal("mt_application_duty", "candidates_application", _SERVES, _LOCK_OF_APPLICATION),
)
# Who wrote a letter is never altered; it goes when the law says so.
register(
    *append_only(
        "candidates_complaintsender",
        ("id = NEW.id", "complaint_id = NEW.complaint_id"),
        may_delete=True,
    )
)
