import base64
import hashlib
import stat

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction
from nacl.signing import SigningKey, VerifyKey

from audit import checkpoints
from audit.checkpoints import is_signed, seal, sign, statement
from audit.ledger import record
from audit.models import Checkpoint, LedgerEntry
from audit.queries import checkpoints_of
from audit.tests.test_canonical import HASH_1, HASH_2, PAGE
from audit.verification import verify

CHAIN = "campaign:THU-1"
ROOT = hashlib.sha256(b"\x01" + bytes.fromhex(HASH_1) + bytes.fromhex(HASH_2)).digest()


@pytest.fixture
def key_of_the_page(settings, tmp_path):
    settings.CHECKPOINT_KEY_FILE = tmp_path / "checkpoint.ed25519"
    settings.CHECKPOINT_KEY_FILE.write_text(bytes(range(32)).hex())
    settings.CHECKPOINT_ORIGIN = "minhtuyen.localhost"


def test_note_of_the_page(key_of_the_page):
    text = statement(CHAIN, 2, ROOT)

    assert f"\n{ROOT.hex()}\n" in PAGE
    assert text == f"minhtuyen.localhost/{CHAIN}\n2\n{base64.b64encode(ROOT).decode()}\n"
    assert f"```\n{sign(text)}```" in PAGE
    assert bytes(checkpoints.verify_key()).hex() in PAGE


def test_signature_verifies_with_the_public_key_alone(key_of_the_page):
    text, blank, line = sign(statement(CHAIN, 2, ROOT)).partition("\n\n")
    mark = base64.b64decode(line.split(" ")[2])
    public = bytes(checkpoints.verify_key())

    assert blank
    assert line.split(" ")[:2] == ["—", "minhtuyen.localhost"]
    assert mark[:4] == hashlib.sha256(b"minhtuyen.localhost\n\x01" + public).digest()[:4]
    assert VerifyKey(public).verify((text + "\n").encode(), mark[4:])


def test_own_note_is_accepted(key):
    text = statement(CHAIN, 2, ROOT)

    assert is_signed(sign(text), text)


def test_note_of_another_key_is_refused(key, settings, tmp_path):
    text = statement(CHAIN, 2, ROOT)
    note = sign(text)
    settings.CHECKPOINT_KEY_FILE = tmp_path / "other"
    settings.CHECKPOINT_KEY_FILE.write_text(bytes(SigningKey.generate()).hex())

    assert not is_signed(note, text)


@pytest.mark.parametrize(
    "other",
    [statement("campaign:THU-2", 2, ROOT), statement(CHAIN, 3, ROOT), statement(CHAIN, 2, b"x")],
)
def test_note_of_another_statement_is_refused(key, other):
    assert not is_signed(sign(other), statement(CHAIN, 2, ROOT))


def test_every_flipped_character_is_refused(key):
    text = statement(CHAIN, 2, ROOT)
    note = sign(text)
    bad = [
        note[:at] + ("A" if sign_ != "A" else "B") + note[at + 1 :] for at, sign_ in enumerate(note)
    ]

    refused = sum(not is_signed(each, text) for each in bad)

    assert refused == len(note)


@pytest.mark.parametrize("note", ["", "\n\n— ", "x\n\n— y z", "\n\n— a AAAA\n"])
def test_rubbish_is_refused(key, note):
    assert not is_signed(note, statement(CHAIN, 2, ROOT))


@pytest.mark.django_db
def test_seal_signs_the_chain_with_its_own_entry(key, lan):
    with transaction.atomic():
        record(chain=CHAIN, kind="list_closed", by=lan)
        mark = seal(CHAIN)

    first, last = LedgerEntry.objects.filter(chain=CHAIN).order_by("seq")
    root = hashlib.sha256(b"\x01" + bytes.fromhex(first.hash) + bytes.fromhex(last.hash)).digest()
    assert (last.kind, last.actor) == ("sealed", "system")
    assert (mark.size, mark.root) == (2, root.hex())
    assert mark.note == sign(statement(CHAIN, 2, root))
    assert verify().faults == []


@pytest.mark.django_db
def test_seals_of_one_chain_grow(key, lan):
    with transaction.atomic():
        seal(CHAIN)
        seal(CHAIN)
        seal("campaign:THU-2")

    assert [mark.size for mark in checkpoints_of(CHAIN)] == [1, 2]
    assert verify().checkpoints == 3


@pytest.mark.django_db
def test_no_seal_without_a_key(settings, tmp_path):
    settings.CHECKPOINT_KEY_FILE = tmp_path / "nowhere"

    with pytest.raises(ImproperlyConfigured), transaction.atomic():
        seal(CHAIN)

    assert (Checkpoint.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_key_is_private_and_never_replaced(key):
    before = key.read_bytes()

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(CommandError):
        call_command("create_checkpoint_key")
    call_command("create_checkpoint_key", if_missing=True)
    assert key.read_bytes() == before


def test_command_shows_the_public_key_only(settings, tmp_path, capsys):
    settings.CHECKPOINT_KEY_FILE = tmp_path / "new" / "key"

    call_command("create_checkpoint_key")

    shown = capsys.readouterr().out
    assert bytes(checkpoints.verify_key()).hex() in shown
    assert settings.CHECKPOINT_KEY_FILE.read_text() not in shown


def test_the_tests_never_touch_the_installation():
    assert not str(settings.DATA_DIR).startswith(str(settings.BASE_DIR))
