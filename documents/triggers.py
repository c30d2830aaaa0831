"""What was recorded of a document stays so, whoever writes: the scan was compared with it."""

from audit.triggers import Trigger, register

MESSAGE = "documents: a recorded document is never changed"
TABLE = "documents_officialdocument"
FROZEN = (
    "agency_id",
    "kind",
    "chain",
    "subject",
    "register",
    "register_no",
    "reference",
    "issued_on",
    "title",
    "signer_name",
    "signer_title",
    "content",
    "scan_id",
    "scan_sha256",
    "drafted_by_id",
    "entered_by_id",
    "entered_at",
)


def _changed(differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FROZEN)


register(
    Trigger(
        f"mt_{TABLE}_frozen",
        TABLE,
        (
            f"BEFORE UPDATE ON {TABLE} WHEN OLD.state <> 'DRAFT' AND ({_changed('IS NOT')})"
            f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        ),
        f"""
    BEGIN
      IF OLD.state <> 'DRAFT' AND ({_changed("IS DISTINCT FROM")}) THEN
        RAISE EXCEPTION '{MESSAGE}';
      END IF;
      RETURN NEW;
    END;
    """,
        "BEFORE UPDATE",
    )
)
