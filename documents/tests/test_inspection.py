"""The process that reads files: what it survives, and what its parent does when it is gone."""

import os
import signal
import threading
from pathlib import Path

import pytest

from documents import file_child
from documents.inspection import Finding, Reader
from documents.tests.upload_corpus import bomb, pdf


@pytest.fixture
def reader():
    made = Reader()
    yield made
    made.close()


@pytest.fixture
def good(tmp_path) -> Path:
    path = tmp_path / "good"
    path.write_bytes(pdf())
    return path


def words(finding: Finding) -> tuple:
    return finding.word, finding.is_signed


def test_a_bomb_is_refused_and_the_next_file_is_read(reader, good, tmp_path):
    dear = tmp_path / "dear"
    dear.write_bytes(bomb(2))

    finding = reader.ask("PDF", dear, None)

    assert finding.word
    assert finding.peak_kib < file_child.MEMORY // 1024
    assert words(reader.ask("PDF", good, None)) == ("", False)


def test_a_process_that_was_killed_says_too_costly(monkeypatch):
    monkeypatch.setattr(file_child, "answer", lambda *_task: os.kill(os.getpid(), signal.SIGKILL))

    assert file_child._apart(["PDF", "x", ""])[:2] == [file_child.TOO_COSTLY, False]


def test_a_process_that_hangs_is_killed(monkeypatch):
    monkeypatch.setattr(file_child, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(file_child, "answer", lambda *_task: threading.Event().wait(60))

    assert file_child._apart(["PDF", "x", ""])[:2] == [file_child.TOO_COSTLY, False]


def test_a_dead_helper_is_started_anew(reader, good):
    reader.ask("PDF", good, None)
    reader._process.kill()
    reader._process.wait()

    assert words(reader.ask("PDF", good, None)) == ("", False)


def test_a_forked_process_does_not_talk_through_its_parents_pipe(reader, good):
    reader.ask("PDF", good, None)
    parents = reader._process
    reader._owner += 1  # as after a fork

    assert words(reader.ask("PDF", good, None)) == ("", False)
    assert reader._process is not parents
    parents.stdin.close()
    parents.stdout.close()
    parents.wait()


def test_a_helper_that_never_starts_is_an_error_not_a_yes(reader, good, monkeypatch):
    monkeypatch.setattr(file_child, "__file__", "/nowhere/file_child.py")

    with pytest.raises(RuntimeError):
        reader.ask("PDF", good, None)


def test_two_threads_get_their_own_answers(reader, good, tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"%PDF-1.7\n%%EOF")
    found: list[tuple[str, str]] = []

    def ask(path: Path) -> None:
        found.extend((path.name, reader.ask("PDF", path, None).word) for _turn in range(10))

    threads = [threading.Thread(target=ask, args=(path,)) for path in (good, broken) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(found) == {("good", ""), ("broken", "broken_pdf")}
    assert len(found) == 40
