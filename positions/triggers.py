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
TOO_MANY = "positions: more boards than one person may sit on"
NO_DECISION = "positions: a second board needs a decision number"
# What a trigger on duties says to machines → to people; a later room adds its own.
REFUSALS = {
    MESSAGE: _("Người này đã ở một ban không được kiêm với ban này."),
    TOO_MANY: _("Người này đã ở đủ số ban mà quy chế cho phép một người tham gia."),
    NO_DECISION: _("Người này đã ở một ban khác: phải ghi số quyết định cho kiêm nhiệm."),
}

CORE_SQL = " UNION ALL ".join(
    f"SELECT '{a}' AS a, '{b}' AS b UNION ALL SELECT '{b}', '{a}'" for a, b in CORE_PAIRS
)
_OTHER_DUTIES = """
positions_duty other
WHERE other.campaign_id = NEW.campaign_id AND other.person_id = NEW.person_id
  AND other.state = 'ACTIVE' AND NEW.state = 'ACTIVE' AND other.id <> NEW.id
"""
_CONFLICT = f"""
SELECT 1 FROM {_OTHER_DUTIES}
  AND (
    EXISTS (SELECT 1 FROM ({CORE_SQL}) core WHERE core.a = other.board AND core.b = NEW.board)
    OR EXISTS (
      SELECT 1 FROM positions_boardpair pair
      JOIN positions_campaign campaign ON campaign.regulation_id = pair.regulation_id
      WHERE campaign.id = NEW.campaign_id AND (
        (pair.board_a = other.board AND pair.board_b = NEW.board)
        OR (pair.board_b = other.board AND pair.board_a = NEW.board)
      ) AND (
        pair.binds = 'everyone'
        OR other.is_chair OR other.is_vice OR NEW.is_chair OR NEW.is_vice
        OR (pair.binds = 'all_but_heads' AND NOT other.is_head AND NOT NEW.is_head)))
    OR (other.board = 'council' AND other.is_chair AND NEW.board = 'header')
    OR (NEW.board = 'council' AND NEW.is_chair AND other.board = 'header')
  )
"""  # noqa: S608  names of our own tables and boards
# `->>` reads JSON on both engines; a missing or null value limits nothing.
_OWN_REGULATION = """
FROM positions_regulation regulation
JOIN positions_campaign campaign ON campaign.regulation_id = regulation.id
WHERE campaign.id = NEW.campaign_id
"""
_LIMIT = f"""
SELECT 1 {_OWN_REGULATION}
  AND CAST(regulation."values" ->> 'max_boards_per_person' AS integer)
    <= (SELECT COUNT(*) FROM {_OTHER_DUTIES})
"""  # noqa: S608
_UNDECIDED = f"""
SELECT 1 {_OWN_REGULATION}
  AND CAST(regulation."values" ->> 'decision_no_required' AS text) IN ('true', '1')
  AND NEW.decision_no = '' AND EXISTS (SELECT 1 FROM {_OTHER_DUTIES})
"""  # noqa: S608
# In this order, so that both engines give the same reason.
_CHECKS = ((_CONFLICT, MESSAGE), (_LIMIT, TOO_MANY), (_UNDECIDED, NO_DECISION))
_REFUSE = " ".join(
    f"WHEN EXISTS ({found}) THEN RAISE(ABORT, '{message}')" for found, message in _CHECKS
)
_RAISE = " ".join(
    f"IF EXISTS ({found}) THEN RAISE EXCEPTION '{message}'; END IF;" for found, message in _CHECKS
)

SEPARATION = Trigger(
    "mt_duty_separation",
    "positions_duty",
    (
        f"BEFORE INSERT ON positions_duty BEGIN SELECT CASE {_REFUSE} END; END",
        f"BEFORE UPDATE ON positions_duty BEGIN SELECT CASE {_REFUSE} END; END",
    ),
    # Without the lock on the campaign two concurrent inserts both pass.
    f"""
    BEGIN
      PERFORM 1 FROM positions_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
      {_RAISE}
      RETURN NEW;
    END;
    """,
    "BEFORE INSERT OR UPDATE",
)

register(SEPARATION)
