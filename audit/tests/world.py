"""Two small exams played to their end, and ways to change its rows behind the system's back."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from accounts.models import TwoPersonRequest
from agencies.reference import load_ethnic_groups, load_provinces
from audit import clock
from audit.ledger import erase_payload, record_read
from audit.models import LedgerEntry
from candidates.notice_workflow import record_contact, void_contact
from candidates.objection_workflow import object_to_refusal
from candidates.paper_workflow import void_entry
from candidates.vetting_workflow import ask_supplement
from exams.models import Exam
from messaging.models import Notice
from positions import plan_workflow as plans
from positions.bulk.store import import_workbook, keep_workbook
from positions.models import AuthorityKind, Campaign, CampaignGuest, Opening, PlanLine, Title
from positions.reference import load_authority_kinds, load_titles
from positions.standard_workflow import draft_standard
from positions.tests import bulk_workbooks, roster_workbooks
from positions.workflow import add_guest
from reports.tests import workbooks
from reports.workflow import import_file
from tests import builders, letters, paper_dossiers, publicity
from tests.reset import remove_triggers
from tests.written import written_at, written_regulation

LEFT_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype IN ('c', 'u', 'f', 'x') AND connamespace = 'public'::regnamespace
"""
LEFT_INDEXES = """
    SELECT indexrelid::regclass::text FROM pg_index
    WHERE indisunique AND NOT indisprimary AND indrelid::regclass::text ~ %s
"""
OUR_TABLES = "^(audit|accounts|agencies|documents|positions|candidates|exams|reports)_"
LEFT_ON_SQLITE = """
    SELECT name FROM sqlite_master
    WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%%' AND tbl_name REGEXP %s
"""


def play() -> Exam:
    """At least one row in every audited table, a reading and a lawful erasure."""
    exam = builders.exam_at("RELEASED", slips=[["80", "90"], ["70", "75.50"]])
    play_written()
    builders.paper_at("CONFIRMED", exam.campaign)
    import_past()
    change_an_opening()
    ask_for_more()
    draft_a_standard()
    plan_a_year()
    invite_a_guest()
    make_public(exam.campaign)
    write_letters(exam.campaign)
    enter_in_bulk()
    enter_a_roster()
    reader = builders.officer(exam.campaign.host)
    record_read(exam, by=reader)
    entry = LedgerEntry.objects.get(chain="access:BO-A")
    erase_payload(entry, by=reader, reason="Hết thời hạn lưu", rule="Luật 91/2025, Điều 14")
    return exam


def play_written() -> Exam:
    """Papers, codes and marks: one is absent, one is heard; another campaign of the same host."""
    rules = written_regulation()
    campaign = builders.campaign_with_closed_list(2, code="DOT-2", regulation=rules)
    papers = (("72", "80"), "absent")
    return written_at(Exam.State.RELEASED, papers, campaign=campaign, slips=[["80"]])


def draft_a_standard() -> None:
    load_titles()
    title, host = Title.objects.get(code="VT"), builders.agency()
    draft_standard(title, host, by=builders.officer(host))


def invite_a_guest() -> None:
    campaign = builders.campaign("DOT-3")
    facts = {"document_no": "8/CV", "document_on": clock.today()}
    guest = CampaignGuest(campaign=campaign, agency=builders.agency("BO-KHACH"), **facts)
    add_guest(guest, by=builders.officer(campaign.host))


def plan_a_year() -> None:
    """A plan of one post, approved."""
    load_authority_kinds()
    host = builders.agency()
    hr, head = builders.officer(host), builders.officer(host, builders.HEAD)
    plan = plans.create_plan(host, 2030, by=hr)
    row = PlanLine(plan=plan, agency=host, authority=host, quarter=1, name="Vụ trưởng")
    row.title, row.authority_kind = Title.objects.get(code="VT"), AuthorityKind.objects.first()
    plans.add_line(row, by=hr)
    plan = plans.edit_plan(plan, by=hr, document_no="5/KH", document_on=clock.today())
    plans.propose_plan(plan, by=hr)
    builders.agreed(TwoPersonRequest.objects.waiting().get(kind="plan"), by=head)


def ask_for_more() -> None:
    """A dossier that waits for its supplement, one that was refused and objects."""
    period = builders.campaign("DOT-BS")
    row = builders.application_at("SUBMITTED", builders.opening_at("PUBLISHED", period))
    due_on = clock.today() + timedelta(days=5)
    ask_supplement(row, "Thiếu bằng.", due_on, by=builders.officer(period.host))
    refused = builders.application_at("INELIGIBLE", row.opening)
    owner = refused.profile.user
    object_to_refusal(refused, "Có bằng.", by=owner, received_at=clock.now())
    tell_by_telephone(refused)
    dossiers_on_paper(row.opening)


def dossiers_on_paper(opening: Opening) -> None:
    """One entered, one filed, one void."""
    entered, filed, void = (paper_dossiers.entered(opening) for _place in range(3))
    second = builders.officer(opening.agency, n=2)
    paper_dossiers.filed(filed, by=second)
    void_entry(void, reason="Nhập nhầm.", by=second)
    assert entered.state == "ENTERED"


def tell_by_telephone(application: Any) -> None:
    """One that stands, one recorded in error."""
    by, now = builders.officer(application.opening.agency), clock.now()
    told = Notice.objects.filter(about=application.public_id)
    facts = {"channel": "PHONE", "at": now, "received_by": "Người nghe", "by": by}
    rows = record_contact(application, told, **facts)
    void_contact(rows[0], reason="Ghi nhầm.", by=by)


def change_an_opening() -> None:
    """One change made, one that waits, of openings nobody applied for."""
    campaign = builders.campaign("DOT-3")
    builders.opening_at("POSTPONED", campaign)
    builders.proposed_change(builders.opening_at("PUBLISHED", campaign), "CANCEL")


def write_letters(campaign: Campaign) -> None:
    """One concluded, one denunciation that is open, by a decision to proceed in spite of it."""
    letters.readers(campaign)
    letters.concluded(letters.sent(campaign, "PETITION"))
    letters.taken(letters.sent(campaign, "DENUNCIATION"))
    letters.proceeded(campaign)


def make_public(campaign: Campaign) -> None:
    """A file for everybody, a proof that stands and one declared void."""
    publicity.campaign_file(campaign)
    publicity.publication(campaign, "NOTICEBOARD", void="Ghi nhầm ngày.")
    publicity.publication(campaign, link="https://bao.example.vn/1", upload=builders.pdf())


def import_past() -> None:
    """Rows that came in bulk, under one entry."""
    load_provinces()
    load_ethnic_groups()
    rows = workbooks.small()
    rows["agencies"], rows["openings"] = rows["agencies"][:2], rows["openings"][:1]
    rows["candidates"] = rows["candidates"][:2]
    with tempfile.TemporaryDirectory() as folder:
        import_file(workbooks.write(rows, Path(folder) / "past.xlsx"))


def enter_in_bulk() -> None:
    """A workbook of openings, imported."""
    period = builders.campaign("DOT-BANG", builders.agency("BO-A"))
    hr = builders.officer(period.host)
    import_workbook(
        keep_workbook(period, bulk_workbooks.upload([bulk_workbooks.row()]), by=hr), by=hr
    )


def enter_a_roster() -> None:
    """Two people under one entry, confirmed by the second officer."""
    roster_workbooks.confirmed(builders.agency("BO-A"), roster_workbooks.rows(2))


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def defenceless(
    tables: str = "^(audit|accounts|agencies|documents|positions|candidates|exams|reports)_",
):
    """As the owner of the database: no trigger, no constraint that can be taken off."""
    connection.check_constraints()
    remove_triggers()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _drop_constraints(cursor, tables)
        else:
            _drop_indexes(cursor, LEFT_ON_SQLITE, tables)
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _drop_constraints(cursor: Any, tables: str) -> None:
    cursor.execute(LEFT_CONSTRAINTS)
    for table, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
    _drop_indexes(cursor, LEFT_INDEXES, tables)


def _drop_indexes(cursor: Any, found: str, tables: str) -> None:
    cursor.execute(found, [tables])
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX IF EXISTS {name}")


# Changes by SQL


def overwrite(obj: models.Model, field: models.Field, value: Any) -> bool:
    """Whether the database took the value; nothing of Django's models is asked."""
    meta, raw = obj._meta, field.get_db_prep_save(value, connection)
    sql = f'UPDATE {meta.db_table} SET "{field.column}" = %s WHERE "{meta.pk.column}" = %s'
    return _taken(sql, [raw, obj.pk])


def remove(obj: models.Model) -> bool:
    meta = obj._meta
    return _taken(f'DELETE FROM {meta.db_table} WHERE "{meta.pk.column}" = %s', [obj.pk])


def insert_like(obj: models.Model) -> bool:
    """A second row like this one: another key, and other values where a value must be unique."""
    fields = obj._meta.concrete_fields
    values = [field.get_db_prep_save(second_value(obj, field), connection) for field in fields]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return _taken(f"INSERT INTO {obj._meta.db_table} ({columns}) VALUES ({marks})", values)


def second_value(obj: models.Model, field: models.Field) -> Any:
    """What a second row like this one may have there."""
    value = getattr(obj, field.attname)
    together = {name for rule in obj._meta.constraints for name in getattr(rule, "fields", ())}
    if not field.unique and field.name not in together:
        return value
    values = [other for other in other_values(field, value) if other is not None]
    return values[-1] if isinstance(values[-1], int) else values[0]


def _taken(sql: str, values: list) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount == 1
    except DatabaseError:
        return False


def other_values(field: models.Field, value: Any) -> list[Any]:
    """Other values the column could hold, the least conspicuous first."""
    others = _others(field, value)
    if field.null and value is not None:
        others.append(None)
    return [other for other in others if other != value]


def _others(field: models.Field, value: Any) -> list[Any]:
    if field.is_relation:
        return _other_keys(field, value)
    if field.choices:
        return [choice for choice, _label in field.flatchoices]
    if isinstance(field, models.BooleanField):
        return [True, False]
    if isinstance(field, models.JSONField):
        return [[*value, ["x", "1"]] if isinstance(value, list) else {**value, "x": "1"}]
    if isinstance(field, models.CharField | models.TextField):
        return _other_texts(field, value)
    return _other_figures(field, value)


def _other_keys(field: models.Field, value: Any) -> list[Any]:
    target = field.target_field
    known = field.related_model._base_manager.order_by("pk").exclude(pk=value)
    if isinstance(target, models.CharField):
        return [*known.values_list("pk", flat=True)[:1], "99"]
    return [*known.values_list("pk", flat=True)[:1], (value or 0) + 987_654]


def _other_texts(field: models.Field, value: str) -> list[str]:
    most = field.max_length or len(value) + 1
    longer = value[: most - 1] + ("y" if value[most - 1 : most] == "x" else "x")
    # PostgreSQL cuts a blank beyond the column's length off without a word: no change at all.
    blank = [value + " "] if len(value) < most else []
    return [longer, value.swapcase(), *blank, ""]


def _other_figures(field: models.Field, value: Any) -> list[Any]:
    if isinstance(field, models.DateTimeField):
        known = value or clock.now()
        return [known + timedelta(microseconds=1), known - timedelta(days=400)]
    if isinstance(field, models.DateField):
        known = value or date(2026, 1, 1)
        return [known + timedelta(days=1), known - timedelta(days=400)]
    if isinstance(field, models.DecimalField):
        least = Decimal(1).scaleb(-field.decimal_places)
        return [(value or Decimal(0)) + least, Decimal(99)]
    small = isinstance(field, models.SmallIntegerField | models.PositiveSmallIntegerField)
    return [(value or 0) + 1, (value or 0) + (9_876 if small else 987_654)]
