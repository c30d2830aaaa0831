"""No state but through its verb, whoever asks: page, import, shell or raw SQL.

`move()` writes the entry first; a trigger lets a state change only when the newest entry about
the row names the new one.
"""

from django.apps import apps
from django.db import models

from audit.triggers import Trigger

MESSAGE = "audit: a state changes only through its verb"
IMPORTED = "IMPORTED"  # what an import brings has its state from elsewhere

_REFUSE_ON_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
_REFUSE_ON_POSTGRESQL = f"RAISE EXCEPTION '{MESSAGE}';"


def stateful_models() -> list[type[models.Model]]:
    """All models with a table of transitions, in the order of their tables' names."""
    found = [model for model in apps.get_models() if hasattr(model, "TRANSITIONS")]
    return sorted(found, key=lambda model: model._meta.db_table)


def state_triggers(model: type[models.Model]) -> list[Trigger]:
    """Refuse a row in a later state, a state without its entry, and the end of a row."""
    table, came, moved = model._meta.db_table, _comes_in_late(model), _moves_unwritten(model)
    rows = Trigger(f"mt_{table}_state", table, _on_sqlite(table, came, moved), _body(came, moved),
                   "BEFORE INSERT OR UPDATE OR DELETE")  # fmt: skip
    body = f"BEGIN {_REFUSE_ON_POSTGRESQL} END;"
    emptied = Trigger(
        f"mt_{table}_state_truncate", table, (), body, "BEFORE TRUNCATE", "FOR EACH STATEMENT"
    )
    return [rows, emptied]


def _on_sqlite(table: str, came: str, moved: str) -> tuple[str, ...]:
    """A REPLACE of a row with its own key fires no DELETE unless triggers are recursive."""
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608  our own table
    return (
        f"BEFORE INSERT ON {table} WHEN {came} OR {taken} {_REFUSE_ON_SQLITE}",
        f"BEFORE UPDATE ON {table} WHEN {moved} {_REFUSE_ON_SQLITE}",
        f"BEFORE DELETE ON {table} {_REFUSE_ON_SQLITE}",
    )


def _body(came: str, moved: str) -> str:
    return f"""
    BEGIN
      IF TG_OP = 'DELETE' THEN
        {_REFUSE_ON_POSTGRESQL}
      ELSIF TG_OP = 'INSERT' THEN
        IF {came} THEN {_REFUSE_ON_POSTGRESQL} END IF;
      ELSIF {moved} THEN
        {_REFUSE_ON_POSTGRESQL}
      END IF;
      RETURN NEW;
    END;
    """


def _comes_in_late(model: type[models.Model]) -> str:
    late = f"NEW.state <> '{model._meta.get_field('state').default}'"
    return f"({late} AND NEW.origin <> '{IMPORTED}')" if _has_origin(model) else late


def _moves_unwritten(model: type[models.Model]) -> str:
    """Another state without its entry, another key, or an imported row that turns live."""
    newest = f"COALESCE({_newest_kind(model)}, '')"
    kind = f"'{model._meta.model_name}.' || lower(NEW.state)"
    reasons = [f"(NEW.state <> OLD.state AND {newest} <> {kind})", "NEW.id <> OLD.id"]
    if _has_origin(model):
        reasons.append(f"(OLD.origin = '{IMPORTED}' AND NEW.origin <> OLD.origin)")
    return f"({' OR '.join(reasons)})"


def _newest_kind(model: type[models.Model]) -> str:
    """Of the chains of acts: a reading may be written at any time, also by another transaction."""
    return f"""(
      SELECT entry.kind FROM audit_payload payload
      JOIN audit_ledgerentry entry ON entry.id = payload.entry_id
      WHERE payload.subject = '{model._meta.label_lower}:' || NEW.id
        AND entry.chain NOT LIKE 'access:%'
      ORDER BY payload.entry_id DESC LIMIT 1
    )"""  # noqa: S608  names of our own tables


def _has_origin(model: type[models.Model]) -> bool:
    return any(field.name == "origin" for field in model._meta.concrete_fields)
