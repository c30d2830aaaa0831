"""What a marker can fetch leads to no candidate: bodies, headers, file names, addresses, order.

Forty papers with PROVE=full, otherwise a dozen, and what the head and the public can fetch is then
walked in the strict campaign only.
"""

import io
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, combinations

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from candidates.models import Application
from exams.models import Assignment, Exam, Seat
from exams.queries.marking import SheetLine
from exams.views import marking as pages
from positions.models import BoardPair, Duty
from positions.workflow import name_duty
from tests import builders
from tests.trail import standing, without_error_pages
from tests.written import PRINTED, crew, written_at, written_regulation

pytestmark = [pytest.mark.django_db, pytest.mark.prove, pytest.mark.wide]
AT_FULL = os.environ.get("PROVE") == "full"
PAPERS, FEW, SAMPLE = (40 if AT_FULL else 12), 6, 2
# Public words that hold what could be a candidate's number: the telephone of the contact, the codes
# of grades.
PUBLIC = re.compile(r"024(?: |%20)1234(?: |%20)5678|01\.00[1-5]")
CSV, XLSX = "?format=csv", "?format=xlsx"
LINK = re.compile(r'href="(/[^"#?]*)')


def secret_candidate(n: int | None = None, **fields):
    """Nobody else's name or workplace contains these words."""
    n = next(builders._numbers)
    own = {"full_name": f"Khuất Ẩn Danh {n}", "workplace": f"Phòng Kín Đáo {n}"}
    return BUILT(n, **own | fields)


BUILT = builders.candidate


def council_markers(campaign):
    """As `crew`, but the first marker is a member of the council too."""
    people = crew(campaign)
    person, board = people.markers[0].person, Duty.Board.COUNCIL
    if not Duty.objects.active().filter(campaign=campaign, person=person, board=board).exists():
        name_duty(campaign, person, board, by=builders.officer(campaign.host))
    return people


def strict_exam() -> Exam:
    """One person, one board."""
    regulation = written_regulation()
    pairs = combinations(sorted(Duty.Board.values), 2)
    BoardPair.objects.bulk_create(
        BoardPair(regulation=regulation, board_a=a, board_b=b) for a, b in pairs
    )
    return marking_exam("DOT-NGHIEM", PAPERS, regulation)


def marking_exam(code: str, papers: int, regulation, **more) -> Exam:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builders, "candidate", secret_candidate)
        period = builders.campaign_with_closed_list(papers, code, regulation=regulation)
    return written_at(Exam.State.MARKING, [("72", "80")] * papers, campaign=period, **more)


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    """A strict campaign of forty and one of six whose first marker sits on the council."""

    def build() -> dict[str, int]:
        loose = marking_exam("DOT-NHO", FEW, written_regulation(), crew_of=council_markers)
        return {"strict": strict_exam().pk, "loose": loose.pk}

    with standing(django_db_blocker, build) as keys:
        yield keys


@pytest.fixture(params=["strict", "loose"])
def exam(request, ready):
    return Exam.objects.select_related("campaign__host").get(pk=ready[request.param])


@pytest.fixture(params=["strict", "loose"] if AT_FULL else ["strict"])
def walked(request, ready):
    return Exam.objects.select_related("campaign__host").get(pk=ready[request.param])


@pytest.fixture
def strict(ready):
    return Exam.objects.get(pk=ready["strict"])


def marker_of(exam: Exam):
    return crew(exam.campaign).markers[0]


def visitor(user=None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _as_installed(settings, monkeypatch) -> None:
    """Without the testers' outbox. What is refused is not read: its page would be most work."""
    settings.PRODUCTION = True
    without_error_pages(monkeypatch)


# What is looked for


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def needles(exam: Exam, *, posted: bool = False) -> re.Pattern:
    """Everything that points at a candidate, folded; a number only as a word of its own.
    Of a `posted` list all but names and workplaces, which the law has on it.
    """
    rows = Application.objects.filter(opening__campaign=exam.campaign)
    rows = rows.select_related("profile__user")
    words, numbers = set() if posted else {"khuat an danh", "phong kin dao"}, set()
    for row in rows:
        profile = row.profile
        facts = (row.public_id, row.receipt_code, profile.public_id, profile.citizen_id)
        facts += () if posted else (row.full_name,)
        words |= {folded(word) for word in (*facts, profile.user.email)}
        numbers.add(row.number)
    seats = Seat.objects.filter(sitting__exam=exam)
    words |= set(seats.values_list("public_id", flat=True))
    whole = rf"(?<![0-9a-z])(?:{'|'.join(sorted(numbers))})(?![0-9a-z])"
    return re.compile("|".join([*map(re.escape, sorted(words)), whole]))


def everything_in(response) -> str:
    """Headers and body, unpacked where it is an archive."""
    body = response.getvalue() if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    text = PUBLIC.sub("", body.decode(errors="replace"))
    return folded("\n".join([str(dict(response.headers)), text]))


# What can be fetched


def patterns(resolver=None, namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", list(pattern.pattern.converters)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern, namespace + inner)


def ids_of(exam: Exam) -> dict[str, list]:
    """Values for the parameters of addresses: of every model a few rows, of the campaign first."""
    codes = [exam.campaign.code, exam.campaign.host.code]
    codes += exam.campaign.openings.values_list("code", flat=True)
    public_ids = list(tables_of_ids())
    return {
        "code": codes,
        "public_id": public_ids,
        "member_id": public_ids[:1],
        "pk": [1, 2, 3],
        "version": [1],
        "agency": [exam.campaign.host.code],
        "year": [2026],
    }


def tables_of_ids() -> dict[str, str]:
    """A few public ids of every model that has them, and the table each is of."""
    found = {}
    for model in apps.get_models():
        if any(field.name == "public_id" for field in model._meta.fields):
            rows = model._base_manager.order_by("-pk")[:SAMPLE]
            found |= {row.public_id: model._meta.db_table for row in rows}
    return found


def addresses(exam: Exam) -> Iterator[dict[str, str]]:
    """Pattern by pattern: the addresses, each with the value that is in it."""
    ids = ids_of(exam)
    for name, converters in patterns():
        if "logout" in name:
            continue
        if not converters:
            yield dict(_reversed(name, {}, ""))
        elif set(converters) <= set(ids):
            rest = {key: ids[key][0] for key in converters[1:]}
            made = (_reversed(name, {converters[0]: v} | rest, v) for v in ids[converters[0]])
            yield dict(chain.from_iterable(made))


def _reversed(name: str, kwargs: dict, value: str) -> Iterator[tuple[str, str]]:
    try:
        yield reverse(name, kwargs=kwargs), value
    except NoReverseMatch:
        return


def answering(client: Client, tries: dict[str, str], tables: dict[str, str]) -> list[str]:
    """The addresses of one pattern that can answer otherwise than its first.

    A public id is of one table: where the first is looked for in others, this one is not found.
    """
    first, *others = tries or [""]
    value = tries.get(first)
    if value not in tables:
        return list(tries)
    with looked_for(value, set(tables.values())) as asked:
        client.get(first)
    return [first, *(each for each in others if tables[tries[each]] in asked)]


@contextmanager
def looked_for(value: str, known: set[str]) -> Iterator[set[str]]:
    """The tables of the queries that ask for a value; all where one asks no such table."""
    asked: set[str] = set()

    def note(execute, sql, params, many, context):
        if value in str(params):
            asked.update(known.intersection(re.findall(r"\w+", sql)) or known)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def fetched(client: Client, exam: Exam) -> Iterator[tuple[str, str]]:
    """Every address there is and whatever the pages found there link to, files among it.

    What is given as CSV is given as a workbook too; other pages answer a format as they are.
    """
    links, seen, tables = [], set(), tables_of_ids()
    known = (answering(client, tries, tables) for tries in addresses(exam))
    for address in chain(chain.from_iterable(known), emptied(links)):
        if address in seen or "logout" in address or address.startswith("/static/"):
            continue
        seen.add(address)
        response = client.get(address)
        text = everything_in(response)
        if response.status_code == 200:
            yield address, text
        is_page = "html" in response.get("Content-Type", "")
        if response.status_code == 200 and is_page:
            links += LINK.findall(response.content.decode())
            links += [address + CSV] if "?" not in address else []
        elif response.status_code == 200 and address.endswith(CSV):
            links.append(address.replace(CSV, XLSX))


def emptied(queue: list[str]) -> Iterator[str]:
    while queue:
        yield queue.pop(0)


def searched(client: Client, exam: Exam) -> Iterator[tuple[str, str]]:
    """Every page that can be read, and the place in it where a candidate shows, or nothing."""
    wanted, in_list = needles(exam), needles(exam, posted=True)
    posted = reverse("candidates:list-public", args=["X"]).removesuffix("X/")
    for address, text in fetched(client, exam):
        page = f"{folded(address)}\n{text}"
        hit = (in_list if address.startswith(posted) else wanted).search(page)
        yield address, page[max(0, hit.start() - 60) : hit.end() + 20] if hit else ""


def leaks(client: Client, exam: Exam) -> tuple[list[str], int]:
    """Where a candidate shows, and how many pages were read."""
    pages_read = list(searched(client, exam))
    return [f"{address}: {found!r}" for address, found in pages_read if found], len(pages_read)


def sheet_of(exam: Exam) -> str:
    return reverse("exams:marking-sheet", args=[exam.campaign.code])


def leaks_on(client: Client, exam: Exam, *pages: str) -> list[str]:
    wanted = needles(exam)
    return [page for page in pages if wanted.search(everything_in(client.get(page)))]


def test_nothing_a_marker_can_fetch_shows_a_candidate(exam, capsys):
    found, count = leaks(visitor(marker_of(exam)), exam)
    with capsys.disabled():
        print(f"\nmarker, {exam.campaign.code}: {count} pages read, {len(found)} leaks")
    assert found == []
    assert count > 30


def test_nothing_public_shows_a_candidate_before_the_release(walked, capsys):
    found, count = leaks(visitor(), walked)
    with capsys.disabled():
        print(f"\npublic, {walked.campaign.code}: {count} pages read, {len(found)} leaks")
    assert found == []
    assert count > 10


def test_the_head_sees_codes_and_no_candidate(walked, capsys):
    found, count = leaks(visitor(crew(walked.campaign).head), walked)
    with capsys.disabled():
        print(f"\nhead, {walked.campaign.code}: {count} pages read, {len(found)} leaks")
    assert found == []


# The search itself finds what it is for


def test_who_may_read_names_is_found_reading_them(exam):
    """The control of the needles: HR's list holds everything."""
    client = visitor(builders.officer(exam.campaign.host))
    listed = reverse("candidates:application-list")
    assert leaks_on(client, exam, listed) == [listed]


@pytest.mark.parametrize("what", ["number", "full_name", "public_id", "workplace", "citizen_id"])
def test_a_candidate_in_place_of_a_code_is_found(strict, monkeypatch, what):
    assert leaks_on(visitor(marker_of(strict)), strict, sheet_of(strict)) == []

    def leaking(line: SheetLine) -> str:
        seat = Seat.objects.get(pk=PRINTED[strict.pk][line.assignment.paper.code])
        row = seat.application
        return str(getattr(row, what, None) or getattr(row.profile, what))

    monkeypatch.setattr(SheetLine, "code", property(leaking))
    assert leaks_on(visitor(marker_of(strict)), strict, sheet_of(strict)) == [sheet_of(strict)]


def test_a_number_in_a_file_name_is_found(strict, monkeypatch):
    plain = pages.render

    def with_file_name(*args, **kwargs):
        response = plain(*args, **kwargs)
        response["Content-Disposition"] = 'inline; filename="bai-007.pdf"'
        return response

    monkeypatch.setattr(pages, "render", with_file_name)
    assert leaks_on(visitor(marker_of(strict)), strict, sheet_of(strict)) == [sheet_of(strict)]


def test_the_walk_finds_a_name_wherever_it_shows(strict):
    """The control of the walk: a marker who is let into the host's own lists."""
    user = builders.member(marker_of(strict), strict.campaign.host, builders.HR)
    listed = reverse("candidates:application-list")
    assert any(address == listed and found for address, found in searched(visitor(user), strict))


# Order


def places(exam: Exam, user) -> list[tuple[int, int]]:
    """Where each paper of the sheet stands, and where its candidate stands by number."""
    page = visitor(user).get(sheet_of(exam)).content.decode()
    codes = Assignment.objects.visible_to(user).values_list("paper__code", flat=True)
    shown = sorted(codes, key=page.index)
    numbers = dict(Seat.objects.filter(sitting__exam=exam).values_list("pk", "application__number"))
    own = [numbers[PRINTED[exam.pk][code]] for code in shown]
    return [(at, sorted(own).index(number)) for at, number in enumerate(own)]


def rank_correlation(pairs: list[tuple[int, int]]) -> float:
    """Spearman's, of ranks without ties."""
    n = len(pairs)
    return 1 - 6 * sum((a - b) ** 2 for a, b in pairs) / (n * (n * n - 1))


def test_the_order_of_a_sheet_says_nothing_of_the_numbers(strict, capsys):
    found = {
        user.email: rank_correlation(places(strict, user)) for user in crew(strict.campaign).markers
    }
    with capsys.disabled():
        print(f"\norder against numbers: {[round(value, 2) for value in found.values()]}")
    n = strict.papers.count() * 2 // 3
    assert all(abs(value) < 4 / (n - 1) ** 0.5 for value in found.values())


def test_an_order_by_number_is_found(strict):
    user, numbers = marker_of(strict), PRINTED[strict.pk]
    order = dict(Seat.objects.filter(sitting__exam=strict).values_list("pk", "application__number"))
    for row in Assignment.objects.visible_to(user).select_related("paper"):
        row.place = int(order[numbers[row.paper.code]])
        row.save(update_fields=["place"])
    assert rank_correlation(places(strict, user)) == 1.0
