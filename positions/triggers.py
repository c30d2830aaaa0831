"""Separation of duty as triggers: no verb, page, import, shell or raw SQL gets around it."""

from django.utils.translation import gettext_lazy as _

from audit.triggers import Trigger, register

# No regulation may relax these (architecture decision 5).
CORE_PAIRS = (
    ("header", "question"),
    ("header", "invigilation"),
    ("header", "marking"),
    ("header", "remarking"),
    ("header", "secretariat"),
    ("invigilation", "marking"),
    ("marking", "secretariat"),
    ("invigilation", "question"),
    ("question", "secretariat"),
    *(
        (board, "supervision")
        for board in (
            "council",
            "secretariat",
            "question",
            "invigilation",
            "header",
            "marking",
            "remarking",
            "technical",
        )
    ),
)
MESSAGE = "positions: incompatible boards"
# What a trigger on duties says to machines → to people; a later room adds its own.
REFUSALS = {MESSAGE: _("Người này đã ở một ban không được kiêm với ban này.")}

_PAIRS = " UNION ALL ".join(
    f"SELECT '{a}' AS a, '{b}' AS b UNION ALL SELECT '{b}', '{a}'" for a, b in CORE_PAIRS
)
_CONFLICT = f"""
SELECT 1 FROM positions_duty other
WHERE other.campaign_id = NEW.campaign_id AND other.person_id = NEW.person_id
  AND other.state = 'ACTIVE' AND NEW.state = 'ACTIVE' AND other.id <> NEW.id
  AND (
    EXISTS (SELECT 1 FROM ({_PAIRS}) core WHERE core.a = other.board AND core.b = NEW.board)
    OR EXISTS (
      SELECT 1 FROM positions_boardpair pair
      JOIN positions_campaign campaign ON campaign.regulation_id = pair.regulation_id
      WHERE campaign.id = NEW.campaign_id AND (
        (pair.board_a = other.board AND pair.board_b = NEW.board)
        OR (pair.board_b = other.board AND pair.board_a = NEW.board)))
    OR (other.board = 'council' AND other.is_chair AND NEW.board = 'header')
    OR (NEW.board = 'council' AND NEW.is_chair AND other.board = 'header')
  )
"""  # noqa: S608  names of our own tables and boards
_REFUSE = f"SELECT RAISE(ABORT, '{MESSAGE}')"

SEPARATION = Trigger(
    "mt_duty_separation",
    "positions_duty",
    (
        f"BEFORE INSERT ON positions_duty WHEN EXISTS ({_CONFLICT}) BEGIN {_REFUSE}; END",
        f"BEFORE UPDATE ON positions_duty WHEN EXISTS ({_CONFLICT}) BEGIN {_REFUSE}; END",
    ),
    # Without the lock on the campaign two concurrent inserts both pass.
    f"""
    BEGIN
      PERFORM 1 FROM positions_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
      IF EXISTS ({_CONFLICT}) THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
      RETURN NEW;
    END;
    """,
    "BEFORE INSERT OR UPDATE",
)

register(SEPARATION)
