"""The English catalogue is complete, and the compiled catalogues are the written ones."""

import os
import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest

from tests.guarding import CODE_FOLDERS, ROOT, expect_none

NO_GETTEXT = "NO GETTEXT: xgettext and msgfmt are not installed"
MESSAGE = re.compile(r'^msgid ((?:".*"\n)+)', re.MULTILINE)
EMPTY = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture(autouse=True)
def _gettext() -> None:
    if shutil.which("xgettext") is None and os.environ.get("CI") == "true":
        pytest.fail(NO_GETTEXT)
    if shutil.which("xgettext") is None:
        pytest.skip(NO_GETTEXT)


def run(*command: object, cwd: Path | None = None) -> str:
    text = [str(part) for part in command]
    environment = {
        key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"
    }
    done = subprocess.run(
        text, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def extracted(root: Path, folder: Path) -> Path:
    """A copy of the project's sources with its English catalogue brought up to date."""
    for name in (*CODE_FOLDERS, "templates", "locale"):
        if (root / name).exists():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("tests"))
    (folder / "locale").mkdir(exist_ok=True)
    run(sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-wrap", cwd=folder)
    return folder / "locale/en/LC_MESSAGES/django.po"


def untranslated(catalogue: Path) -> list[str]:
    """Messages without a translation, or with one that was only guessed."""
    options = ("--no-wrap", "--no-obsolete")
    text = run("msgattrib", "--untranslated", *options, catalogue)
    text += run("msgattrib", "--only-fuzzy", "--translated", *options, catalogue)
    return [found for found in MESSAGE.findall(text) if found.strip() != '""']


def compiled_differently(catalogue: Path, folder: Path) -> bool:
    """--check also refuses a translation that lost a placeholder."""
    run("msgfmt", "--check-format", "-o", folder / "fresh.mo", catalogue)
    return _messages(folder / "fresh.mo") != _messages(catalogue.with_suffix(".mo"))


def _messages(path: Path) -> dict:
    with path.open("rb") as compiled:
        return GNUTranslations(compiled)._catalog


def test_every_string_has_its_english(tmp_path):
    expect_none(untranslated(extracted(ROOT, tmp_path)))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_compiled_catalogue_is_the_written_one(language, tmp_path):
    catalogue = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"

    assert not compiled_differently(catalogue, tmp_path)
    expect_none(untranslated(catalogue))


def test_missing_english_is_found(tmp_path):
    (tmp_path / "project/desk").mkdir(parents=True)
    (tmp_path / "project/desk/rules.py").write_text('from x import _\ntitle = _("Mốc chốt")\n')
    (tmp_path / "copy").mkdir()

    found = untranslated(extracted(tmp_path / "project", tmp_path / "copy"))

    assert found == ['"Mốc chốt"\n']


def test_stale_compilation_is_found(tmp_path):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(EMPTY + '\nmsgid "Mốc"\nmsgstr "Milestone"\n')
    run("msgfmt", "-o", tmp_path / "django.mo", catalogue)
    assert not compiled_differently(catalogue, tmp_path)

    catalogue.write_text(EMPTY + '\nmsgid "Mốc"\nmsgstr "Checkpoint"\n')

    assert compiled_differently(catalogue, tmp_path)
