"""The council's numbers: one book per campaign and kind, no gap, no number twice, also at once."""

import os

import pytest
from django.db import connection, transaction

from audit.tests.test_concurrency import in_threads
from documents import numbering
from documents.models import NumberRegister, OfficialDocument
from documents.numbering import open_register, reference_of, take_number
from tests import builders as make

FULL = os.environ.get("PROVE") == "full"
WRITERS, EACH = (8, 25) if FULL else (4, 5)
CHAIN, BOOK = "campaign:DOT-1", "TB-HĐTT"
Kind = OfficialDocument.Kind


def take(chain: str = CHAIN, book: str = BOOK) -> int:
    with transaction.atomic():
        return take_number(chain, book)


@pytest.mark.django_db
def test_each_book_counts_for_itself():
    assert [take(), take(), take()] == [1, 2, 3]
    assert take(book="BB-HĐTT") == 1
    assert take("campaign:DOT-2") == 1
    assert str(open_register(CHAIN, BOOK)) == "campaign:DOT-1 TB-HĐTT 3"


@pytest.mark.django_db
def test_a_number_whose_act_failed_is_given_again():
    take()
    with transaction.atomic():
        assert take_number(CHAIN, BOOK) == 2
        transaction.set_rollback(True)

    assert take() == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        take_number(CHAIN, BOOK)


@pytest.mark.parametrize(
    ("number", "is_party", "reference"),
    [(1, False, "01/TB-HĐTT"), (1, True, "01-TB/HĐTT"), (123, False, "123/TB-HĐTT")],
)
def test_reference_as_each_side_writes_it(number, is_party, reference):
    assert reference_of(number, BOOK, is_party=is_party) == reference


@pytest.mark.django_db
def test_a_gap_is_found(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    campaign = make.campaign()
    for _place in range(2):
        paper = make.paper_at("DRAFT", campaign, Kind.COUNCIL_NOTICE, words="Họp.")
        make.record_paper(paper, by=paper.drafted_by)
    assert numbering.gaps() == []

    NumberRegister.objects.update(last_no=3)

    assert numbering.gaps() == ["campaign:DOT-1 TB-HĐTT 3"]


@pytest.fixture
def drafts(settings, tmp_path) -> list[OfficialDocument]:
    settings.FILES_DIR = tmp_path / "files"
    campaign = make.campaign()
    words = {"words": "Hội đồng thông báo."}
    return [
        make.paper_at("DRAFT", campaign, Kind.COUNCIL_NOTICE, **words)
        for _place in range(WRITERS * EACH)
    ]


on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)
at_once = pytest.mark.django_db(transaction=True)


def record_all(drafts: list[OfficialDocument]) -> None:
    for draft in drafts:
        make.record_paper(draft, by=draft.drafted_by)


def in_writers(drafts: list[OfficialDocument]) -> list[Exception]:
    shares = [drafts[place::WRITERS] for place in range(WRITERS)]
    return in_threads(*[lambda share=share: record_all(share) for share in shares])


def numbers() -> list[int]:
    rows = OfficialDocument.objects.filter(register_no__isnull=False)
    return sorted(rows.values_list("register_no", flat=True))


@on_postgresql
@at_once
@pytest.mark.prove
def test_writers_leave_no_gap_and_no_number_twice(drafts, capsys):
    """Also the first number: the book does not exist yet when they begin."""
    assert not NumberRegister.objects.exists()

    assert in_writers(drafts) == []

    with capsys.disabled():
        print(f"\n{WRITERS} writers: {len(numbers())} of {len(drafts)} numbers, no gap")
    assert numbers() == list(range(1, len(drafts) + 1))
    assert NumberRegister.objects.get().last_no == len(drafts)


@on_postgresql
@at_once
@pytest.mark.prove
def test_without_the_lock_a_number_would_be_taken_twice_and_is_refused(drafts, monkeypatch):
    """The negative control: the constraint holds where the lock is missing."""

    def slowly(book):
        connection.cursor().execute("SELECT pg_sleep(0.1)")
        return [NumberRegister.objects.get(pk=book.pk)]

    monkeypatch.setattr(numbering, "locked", slowly)

    raised = in_writers(drafts)

    assert raised
    assert all("officialdocument_number_once" in str(error) for error in raised)
    assert len(set(numbers())) == len(numbers())
