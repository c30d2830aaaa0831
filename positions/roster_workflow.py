"""Verbs over planning rosters: entered, imported, confirmed by a second officer, withdrawn."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import require
from agencies.models import Agency
from audit import clock
from audit.batches import record_batch
from audit.transitions import add, amend, changing, locked, move
from documents.content import XLSX
from documents.workbooks.faults import BadWorkbook, of_file
from documents.workflow import store as store_file
from positions.models import PlanningRoster, RosterEntry
from positions.roster_rules import (
    can_confirm_roster,
    can_enter_roster,
    can_import_roster,
    can_withdraw_roster,
)
from positions.rosters import store

State = PlanningRoster.State
CHUNK = 500


def enter_roster(
    agency: Agency,
    *,
    by: User,
    workbook: UploadedFile,
    scan: UploadedFile | None = None,
    **decision: Any,
) -> PlanningRoster:
    """A draft with its workbook and what is wrong with it; nobody is in it yet.

    Raises ValidationError when a file may not be kept.
    """
    require(can_enter_roster(by, agency))
    with transaction.atomic():
        roster = PlanningRoster(agency=agency, entered_by=by, entered_at=clock.now(), **decision)
        roster.workbook = store_file(workbook, by=by, allowed=(XLSX,))
        roster.scan = store_file(scan, by=by) if scan else None
        roster.faults = [fault.values for fault in store.faults_now(roster)]
        return add(roster, by=by)


def replace_workbook(roster: PlanningRoster, workbook: UploadedFile, *, by: User) -> PlanningRoster:
    """A mended workbook in the place of the one that was at fault."""
    with changing(roster) as roster:
        require(can_import_roster(by, roster))
        roster.workbook = store_file(workbook, by=by, allowed=(XLSX,))
        faults = [fault.values for fault in store.faults_now(roster)]
        return amend(roster, by=by, workbook=roster.workbook, faults=faults)


def import_roster(roster: PlanningRoster, *, by: User) -> int:
    """Bring everybody of the workbook in, under one ledger entry, or nobody.

    Raises BadWorkbook when it is at fault by now; the faults are kept.
    """
    try:
        return _import(roster, by)
    except BadWorkbook as bad:
        with changing(roster) as roster:
            amend(roster, by=by, faults=[fault.values for fault in bad.faults])
        raise
    except IntegrityError as error:
        text = _("dữ liệu vừa thay đổi trong lúc nhập. Hãy xem trước lại.")
        raise BadWorkbook([of_file(text)]) from error


def _import(roster: PlanningRoster, by: User) -> int:
    with changing(roster) as roster:
        require(can_import_roster(by, roster))
        entries = store.look_at(roster)
        RosterEntry.objects.bulk_create(entries, batch_size=CHUNK)
        source = {"roster": roster.public_id, "sha256": roster.workbook.sha256}
        record_batch(entries, by=by, data=source)
        amend(roster, by=by, imported_at=clock.now(), faults=[])
        return len(entries)


def confirm_roster(roster: PlanningRoster, *, by: User) -> PlanningRoster:
    """The second officer's yes: in force, and the one before it of this term no longer."""
    # The agency is locked, so that two drafts of one term are confirmed one after the other.
    with changing(roster.agency, roster) as (agency, roster):
        require(can_confirm_roster(by, roster))
        same = PlanningRoster.objects.filter(agency=agency, term=roster.term)
        for row in locked(*same.filter(state=State.CONFIRMED)):
            move(row, State.REPLACED, by=by, replaced_by=roster)
        return move(roster, State.CONFIRMED, by=by, confirmed_by=by, confirmed_at=clock.now())


def withdraw_roster(roster: PlanningRoster, *, by: User) -> PlanningRoster:
    """A draft that is not to come into force; it stays in the log."""
    with changing(roster) as roster:
        require(can_withdraw_roster(by, roster))
        return move(roster, State.WITHDRAWN, by=by)
