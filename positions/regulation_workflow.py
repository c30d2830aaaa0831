"""Verbs over regulations: drawn from a sample, edited in sentences, issued by two persons."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import TwoPersonRequest, User
from accounts.verdicts import deny, require
from agencies.models import Agency
from audit import clock
from audit.transitions import add, amend, changing, locked, move
from positions.heads import ask_head
from positions.models import BoardPair, Duty, Regulation
from positions.regulation_fields import is_plain
from positions.regulation_rules import (
    can_draft_for,
    can_edit_regulation,
    can_propose_regulation,
    contradictions,
    level_of,
)
from positions.regulation_table import FIELDS
from positions.regulation_words import get, put

State = Regulation.State
LONGEST_NAME = Regulation._meta.get_field("name").max_length
EXPORTED = ("name", "legal_basis", "values")


def draft_regulation(base: Regulation, owner: Agency, code: str, *, by: User) -> Regulation:
    """A draft that begins as the sample says: another code, or the next version of the same."""
    with changing(base) as base:
        require(can_draft_for(by, owner, code))
        versions = Regulation.objects.filter(code=code).aggregate(last=Max("version"))
        draft = Regulation(
            code=code,
            version=(versions["last"] or 0) + 1,
            name=base.name,
            legal_basis=base.legal_basis,
            values=base.values,
            owner=owner,
            based_on=base,
            edited_by=by,
        )
        add(draft, by=by)
        _copy_pairs(base, draft)
    return draft


def _copy_pairs(base: Regulation, draft: Regulation) -> None:
    """Which boards exclude each other is the sample's choice."""
    names = ("board_a", "board_b", "binds")
    rows = [BoardPair(regulation=draft, **row) for row in base.pairs.values(*names)]
    BoardPair.objects.bulk_create(rows)


def edit_regulation(
    regulation: Regulation, changes: Mapping[str, Any], *, by: User, **fields: Any
) -> Regulation:
    """Put other values at some paths of a draft; the level of proof follows from the custody."""
    with changing(regulation) as regulation:
        require(can_edit_regulation(by, regulation))
        values = put(regulation.values, dict(changes))
        values["level"] = level_of(values)
        return amend(regulation, by=by, values=values, edited_by=by, **fields)


def propose_regulation(regulation: Regulation, *, by: User) -> Regulation:
    """Send a draft to the head of its agency."""
    with changing(regulation) as regulation:
        require(can_propose_regulation(by, regulation))
        regulation = move(regulation, State.PROPOSED, by=by, proposed_by=by)
        ask_head(regulation.owner, "regulation", regulation, by=by)
    return regulation


def issue_regulation(regulation: Regulation, *, request: TwoPersonRequest, by: User) -> Regulation:
    """The head's yes: in force from now on, and the version before it no longer.

    Openings already published keep the version they carry.
    """
    if found := contradictions(regulation.values):
        require(deny(_("Còn mâu thuẫn: %(fault)s") % {"fault": found[0]}))
    before = Regulation.objects.filter(code=regulation.code, state=State.ISSUED)
    for row in locked(*before):
        move(row, State.REPLACED, by=by)
    return move(regulation, State.ISSUED, by=by, issued_by=by, issued_at=clock.now())


def return_regulation(
    regulation: Regulation, *, request: TwoPersonRequest, by: User | None
) -> Regulation:
    """Refused, taken back, void or expired: a draft again, with the remark."""
    if regulation.state != State.PROPOSED:
        return regulation
    return move(regulation, State.DRAFT, by=by, note=request.reason, proposed_by=None)


def exported(regulation: Regulation) -> dict[str, Any]:
    """A regulation as a file another installation can take in."""
    pairs = regulation.pairs.order_by("board_a", "board_b")
    return {
        "code": regulation.code,
        "version": regulation.version,
        **{name: getattr(regulation, name) for name in EXPORTED},
        "incompatible_boards": [
            [row["board_a"], row["board_b"], row["binds"]]
            for row in pairs.values("board_a", "board_b", "binds")
        ],
    }


def take_in(regulation: Regulation, data: Any, *, by: User) -> Regulation:
    """Fill a draft with what an exported file says, which boards exclude each other included.

    Raises ValidationError naming what is wrong; then nothing is written.
    """
    changes, pairs = _read(data), _read_pairs(data.get("incompatible_boards"))
    fields = {"name": data["name"], "legal_basis": data["legal_basis"]}
    with changing(regulation) as regulation:
        regulation = edit_regulation(regulation, changes, by=by, **fields)
        regulation.pairs.all().delete()
        BoardPair.objects.bulk_create(
            BoardPair(regulation=regulation, board_a=a, board_b=b, binds=binds)
            for a, b, binds in pairs
        )
    return regulation


def _read_pairs(rows: Any) -> list[tuple[str, str, str]]:
    """Pairs of boards with whom they bind; each pair once, in order."""
    if not isinstance(rows, list) or not all(map(_is_pair, rows)):
        raise ValidationError(_("Tệp thiếu hoặc sai bảng các ban không được kiêm."))
    found = {(*sorted(row[:2]), row[2]) for row in rows}
    if len({row[:2] for row in found}) != len(rows):
        raise ValidationError(_("Bảng các ban không được kiêm có cặp lặp lại."))
    return sorted(found)


def _is_pair(row: Any) -> bool:
    if not (isinstance(row, list) and len(row) == 3 and all(isinstance(e, str) for e in row)):
        return False
    a, b, binds = row
    if binds != BoardPair.Binds.EVERYONE and Duty.Board.COUNCIL not in (a, b):
        return False
    boards = Duty.Board.values
    return a != b and a in boards and b in boards and binds in BoardPair.Binds.values


def _read(data: Any) -> dict[str, Any]:
    """The values of a file by path, checked for shape only; contradictions are said later."""
    if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
        raise ValidationError(_("Tệp này không phải quy chế đã xuất từ hệ thống."))
    if not is_plain(data.get("name")) or not _is_texts(data.get("legal_basis")):
        raise ValidationError(_("Tệp thiếu tên hoặc căn cứ pháp lý."))
    if len(data["name"]) > LONGEST_NAME:
        words = _("Tên quy chế dài quá %(most)s ký tự.")
        raise ValidationError(words % {"most": LONGEST_NAME})
    if not isinstance(data["values"].get("rules"), dict):
        raise ValidationError(_("Tệp thiếu quy tắc chấm điểm."))
    changes = {path: get(data["values"], path) for path in FIELDS}
    faults = [
        str(FIELDS[path].label)
        for path, value in changes.items()
        if not _is_taken(data["values"], path, value)
    ]
    if faults:
        raise ValidationError(_("Giá trị không đúng kiểu: %(list)s.") % {"list": "; ".join(faults)})
    if data["values"]["rules"].get("written") is None:
        changes = {p: v for p, v in changes.items() if not p.startswith("rules.written")}
        changes["rules.written"] = None
    return changes


def _is_taken(values: dict[str, Any], path: str, value: Any) -> bool:
    """Of its kind; missing only where a regulation may be silent."""
    field = FIELDS[path]
    if value is not None:
        return field.takes(value)
    has_written = get(values, "rules.written") is not None
    return field.optional or (path.startswith("rules.written") and not has_written)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_plain, value))
