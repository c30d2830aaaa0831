"""Check the whole ledger and every audited table against it; name the first bad rows."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models

from audit.batches import check_batch, digest_of_row, stray_rows
from audit.canonical import EMPTY_HASH, canonical, entry_hash, payload_digest
from audit.checkpoints import is_signed, statement
from audit.ledger import BULK, ERASED, SEALED
from audit.merkle import Tree
from audit.models import BatchRow, ChainHead, Checkpoint, LedgerEntry, Payload
from audit.rows import audited_fields, audited_models, row_values, subject_of
from audit.storage import misspelled

BATCH = 2000
LEDGER = (LedgerEntry, Payload, BatchRow, Checkpoint, ChainHead)
# What Python raises on a value that no column of the type could hold (SQLite keeps anything).
UNREADABLE = (TypeError, ValueError, AttributeError, ArithmeticError, ValidationError)


@dataclass
class Report:
    """What was checked, and every fault found, in words that name the row."""

    entries: int = 0
    payloads: int = 0
    erased: int = 0
    checkpoints: int = 0
    rows: int = 0
    tables: int = 0
    faults: list[str] = field(default_factory=list)


class _LastRow(NamedTuple):
    """The newest entry about a row; without a digest when its payload was erased by law."""

    at: datetime
    key: int
    name: str
    digest: bytes | str | None
    salt: str = ""


@dataclass
class _State:
    """What one pass over the entries gathers for the later comparisons."""

    report: Report
    last_row: dict[str, _LastRow] = field(default_factory=dict)
    missing: dict[tuple[str, int], LedgerEntry] = field(default_factory=dict)
    erasures: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)


def verify() -> Report:
    """Verify chains, payloads, checkpoints and audited tables."""
    state = _State(Report())
    for chain in _chains(state):
        _verify_chain(chain, state)
    _verify_erasures(state)
    _verify_stray_payloads(state)
    for model in LEDGER:
        _verify_storage(model, model._meta.concrete_fields, state)
    for model in audited_models():
        _verify_table(model, state)
    _verify_missing_rows(state)
    return state.report


def _chains(state: _State) -> list[str]:
    names = {
        name
        for model in (LedgerEntry, ChainHead, Checkpoint)
        for name in model.objects.order_by().values_list("chain", flat=True).distinct()
    }
    for name in names:
        if not isinstance(name, str):
            _fault(state, f"audit_ledgerentry, audit_chainhead or audit_checkpoint {name}: no text")
    return sorted(name for name in names if isinstance(name, str))


def _readable(rows: models.QuerySet, unreadable: Callable[[object], None]) -> Iterator:
    """Rows one after another; from the first that cannot be read on, each by itself."""
    count = 0
    try:
        for row in rows.iterator(chunk_size=BATCH):
            count += 1
            yield row
    except UNREADABLE:
        for key in list(rows.values_list("pk", flat=True))[count:]:
            try:
                row = rows.get(pk=key)
            except UNREADABLE:
                unreadable(key)
            else:
                yield row


# Chains


def _verify_chain(chain: str, state: _State) -> None:
    tree, prev, at = Tree(), EMPTY_HASH, None
    checkpoints = _checkpoints(chain, state)
    for entry in _entries(chain, state):
        where = f"audit_ledgerentry {chain}/{entry.seq}"
        if entry.seq != tree.size + 1:
            _fault(state, f"{where}: expected seq {tree.size + 1} (a row is missing or inserted)")
        if entry.prev != prev:
            _fault(state, f"{where}: prev is not the hash of the entry before")
        if entry.hash != _hash_of(entry):
            _fault(state, f"{where}: hash does not match the columns")
        if at is not None and entry.at < at:
            _fault(state, f"{where}: time runs backwards")
        _verify_payload(entry, where, state)
        if not _add_leaf(tree, entry.hash):
            _fault(state, f"{where}: hash is not a hash")
            return
        prev, at = entry.hash, entry.at
        _verify_seal(entry, checkpoints.pop(tree.size, None), tree, state)
    for size in checkpoints:
        _fault(state, f"audit_checkpoint {chain}/{size}: the chain has no such size")
    _verify_head(chain, tree.size, prev, at, state)


def _entries(chain: str, state: _State) -> Iterator[LedgerEntry]:
    rows = LedgerEntry.objects.filter(chain=chain).order_by("seq", "id").select_related("payload")

    def unreadable(key: object) -> None:
        _fault(state, f"audit_ledgerentry {key} ({chain}): cannot be read")

    for entry in _readable(rows, unreadable):
        if _is_sound(entry):
            yield entry
        else:
            unreadable(entry.pk)


def _is_sound(entry: LedgerEntry) -> bool:
    """SQLite keeps a text in a column of numbers, and bytes in a column of texts."""
    payload = getattr(entry, "payload", None)
    texts = [entry.kind, entry.actor, entry.digest, entry.prev, entry.hash]
    if payload:
        texts += [payload.salt, payload.body, payload.subject, payload.agency]
    figures = isinstance(entry.seq, int) and isinstance(entry.at, datetime)
    return figures and all(isinstance(text, str) for text in texts)


def _hash_of(entry: LedgerEntry) -> str:
    columns = ("chain", "seq", "at", "kind", "actor", "digest", "prev")
    return entry_hash(**{name: getattr(entry, name) for name in columns})


def _add_leaf(tree: Tree, leaf: str) -> bool:
    try:
        tree.add(leaf)
    except ValueError:
        return False
    return True


def _verify_head(chain: str, size: int, last: str, at: datetime | None, state: _State) -> None:
    where = f"audit_chainhead {chain}"
    try:
        head = ChainHead.objects.filter(pk=chain).first()
    except UNREADABLE:
        _fault(state, f"{where}: cannot be read")
        return
    if head is None:
        _fault(state, f"{where}: missing")
    elif size == 0 or (head.size, head.hash, head.at) != (size, last, at):
        _fault(state, f"{where}: does not match the last entry (rows cut or added)")


# Payloads


def _verify_payload(entry: LedgerEntry, where: str, state: _State) -> None:
    state.report.entries += 1
    payload = getattr(entry, "payload", None)
    if payload is None:
        state.missing[entry.chain, entry.seq] = entry
        return
    state.report.payloads += 1
    if not _digest_matches(entry, payload):
        _fault(state, f"{where}: payload does not match the digest (audit_payload changed)")
        return
    try:
        _gather(entry, payload, where, state)
    except (KeyError, *UNREADABLE):
        _fault(state, f"{where}: audit_payload holds no payload")


def _gather(entry: LedgerEntry, payload: Payload, where: str, state: _State) -> None:
    body = json.loads(payload.body)
    if (payload.subject, payload.agency) != (body["subject"], body["agency"]):
        _fault(state, f"{where}: subject or agency of audit_payload changed")
    if "row" in body:
        _keep_last(state, body["subject"], entry, hashlib.sha256(canonical(body["row"])).digest())
    if entry.kind == ERASED and _is_lawful(entry, body["data"]):
        state.erasures[entry.chain, body["data"]["seq"]] = (entry.seq, body["subject"])
    if entry.kind == BULK:
        for row in check_batch(entry, body["data"], partial(_fault, state)):
            _keep_last(state, row.subject, entry, row.digest, row.salt)


def _digest_matches(entry: LedgerEntry, payload: Payload) -> bool:
    """A salt has one spelling: fromhex() would also take capitals and blanks."""
    try:
        exact = bytes.fromhex(payload.salt).hex() == payload.salt
    except ValueError:
        return False
    return exact and entry.digest == payload_digest(payload.salt, payload.body)


def _keep_last(
    state: _State, subject: str, entry: LedgerEntry, digest: bytes | str | None, salt: str = ""
) -> None:
    """A row may have entries in two chains (an opening that moved): the newest counts."""
    row = _LastRow(entry.at, entry.pk, f"{entry.chain}/{entry.seq}", digest, salt)
    known = state.last_row.get(subject)
    if known is None or known[:2] < row[:2]:
        state.last_row[subject] = row


def _is_lawful(erasure: LedgerEntry, data: dict) -> bool:
    """It names an earlier entry of its own chain, the reason and the rule."""
    named = data["chain"] == erasure.chain and data["seq"] < erasure.seq
    return named and bool(data["reason"].strip() and data["rule"].strip())


def _verify_erasures(state: _State) -> None:
    """A payload may be missing only where a later entry of its chain names it."""
    for (chain, seq), entry in state.missing.items():
        named_at, subject = state.erasures.get((chain, seq), (0, ""))
        if named_at <= seq or entry.kind in (ERASED, BULK):
            _fault(state, f"audit_payload {chain}/{seq}: missing without a lawful erasure")
            continue
        state.report.erased += 1
        if "." in entry.kind:
            _keep_last(state, subject, entry, None)


def _verify_stray_payloads(state: _State) -> None:
    known = LedgerEntry.objects.filter(pk=models.OuterRef("entry_id"))
    stray = Payload.objects.filter(~models.Exists(known)).values_list("entry_id", flat=True)
    for key in stray[:20]:
        _fault(state, f"audit_payload entry {key}: belongs to no entry")
    for key in stray_rows():
        _fault(state, f"audit_batchrow {key}: hangs on no bulk import")


# Checkpoints


def _checkpoints(chain: str, state: _State) -> dict[int, Checkpoint]:
    found = {}
    for mark in Checkpoint.objects.filter(chain=chain):
        if isinstance(mark.root, str) and isinstance(mark.note, str):
            found[mark.size] = mark
        else:
            _fault(state, f"audit_checkpoint {chain}/{mark.size}: cannot be read")
    return found


def _verify_seal(entry: LedgerEntry, mark: Checkpoint | None, tree: Tree, state: _State) -> None:
    where = f"audit_checkpoint {entry.chain}/{entry.seq}"
    if mark and entry.kind != SEALED:
        _fault(state, f"{where}: no seal was made there (inserted)")
    elif mark:
        _verify_checkpoint(mark, where, tree, state)
    elif entry.kind == SEALED:
        _fault(state, f"{where}: missing (deleted)")


def _verify_checkpoint(mark: Checkpoint, where: str, tree: Tree, state: _State) -> None:
    state.report.checkpoints += 1
    if mark.root != tree.root().hex():
        _fault(state, f"{where}: root does not match the entries")
    elif not is_signed(mark.note, statement(mark.chain, mark.size, tree.root())):
        _fault(state, f"{where}: note or signature is wrong")


# Audited tables


def _verify_table(model: type[models.Model], state: _State) -> None:
    state.report.tables += 1
    table = model._meta.db_table

    def unreadable(key: object) -> None:
        state.report.rows += 1
        state.last_row.pop(f"{model._meta.label_lower}:{key}", None)
        _fault(state, f"{table} {key}: a column holds what its type cannot")

    for obj in _readable(model._base_manager.order_by("pk"), unreadable):
        state.report.rows += 1
        last = state.last_row.pop(subject_of(obj), None)
        if last is None:
            _fault(state, f"{table} {obj.pk}: row without a ledger entry (inserted)")
        elif last.digest and last.digest != _row_digest(obj, last.salt):
            _fault(state, f"{table} {obj.pk}: differs from ledger entry {last.name}")
    _verify_storage(model, audited_fields(model), state)


def _row_digest(obj: models.Model, salt: str) -> bytes | str:
    """A value no column of this type can hold makes a row that equals nothing."""
    try:
        if salt:
            return digest_of_row(salt, obj)
        return hashlib.sha256(canonical(row_values(obj))).digest()
    except UNREADABLE:
        return b"unreadable"


def _verify_storage(model: type[models.Model], fields: list, state: _State) -> None:
    for key in misspelled(model, fields):
        _fault(state, f"{model._meta.db_table} {key}: a value is not stored as its type demands")


def _verify_missing_rows(state: _State) -> None:
    for subject, last in sorted(state.last_row.items()):
        label, _colon, key = subject.partition(":")
        table = _table_names().get(label, label)
        _fault(state, f"{table} {key}: row of ledger entry {last.name} is missing (deleted)")


def _table_names() -> dict[str, str]:
    return {model._meta.label_lower: model._meta.db_table for model in audited_models()}


def _fault(state: _State, text: str) -> None:
    state.report.faults.append(text)
