"""Numbers of the council's own papers: one book per campaign and kind, no gap, no number twice."""

from django.db import transaction

from audit.transitions import locked
from documents.models import NumberRegister, OfficialDocument


def open_register(chain: str, suffix: str) -> NumberRegister:
    """The book, begun when it is first asked for."""
    NumberRegister.objects.bulk_create(
        [NumberRegister(chain=chain, suffix=suffix)], ignore_conflicts=True
    )
    return NumberRegister.objects.get(chain=chain, suffix=suffix)


def take_number(chain: str, suffix: str) -> int:
    """The next number; the book stays locked until the caller's transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A number needs its document's transaction.")
    book = locked(open_register(chain, suffix))[0]
    book.last_no += 1
    book.save(update_fields=["last_no"])
    return book.last_no


def gaps() -> list[str]:
    """Books whose numbers are not 1, 2, 3 … as far as the book says (an invariant)."""
    return [str(book) for book in NumberRegister.objects.order_by("pk") if not _is_whole(book)]


def _is_whole(book: NumberRegister) -> bool:
    rows = OfficialDocument.objects.filter(chain=book.chain, register=book.suffix)
    taken = rows.filter(register_no__isnull=False).order_by("register_no")
    return list(taken.values_list("register_no", flat=True)) == [*range(1, book.last_no + 1)]


def reference_of(number: int, suffix: str, *, is_party: bool) -> str:
    """`01/TB-HĐTT`; Party bodies write `01-TB/HĐTT`."""
    if is_party:
        return f"{number:02}-{suffix.replace('-', '/', 1)}"
    return f"{number:02}/{suffix}"
