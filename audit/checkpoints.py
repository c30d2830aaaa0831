"""Signed statements of a chain's size and root: C2SP checkpoint text with an Ed25519 note."""

import base64
import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from audit.ledger import SEALED, record
from audit.merkle import Tree
from audit.models import Checkpoint, LedgerEntry


def create_key() -> Path:
    """Make the installation's signing key (0600); refuses to replace one."""
    path = settings.CHECKPOINT_KEY_FILE
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(bytes(SigningKey.generate()).hex())
    return path


def signing_key() -> SigningKey:
    """The installation's key; raises ImproperlyConfigured when there is none."""
    try:
        return SigningKey(bytes.fromhex(settings.CHECKPOINT_KEY_FILE.read_text().strip()))
    except FileNotFoundError as error:
        raise ImproperlyConfigured(
            "No checkpoint key: run `manage.py create_checkpoint_key`."
        ) from error


def verify_key() -> VerifyKey:
    return signing_key().verify_key


def origin_of(chain: str) -> str:
    return f"{settings.CHECKPOINT_ORIGIN}/{chain}"


def statement(chain: str, size: int, root: bytes) -> str:
    """The signed text: origin, size, root in base64, each on its line."""
    return f"{origin_of(chain)}\n{size}\n{base64.b64encode(root).decode()}\n"


def _key_hash(public: bytes) -> bytes:
    name = settings.CHECKPOINT_ORIGIN.encode()
    return hashlib.sha256(name + b"\n\x01" + public).digest()[:4]


def sign(text: str) -> str:
    """The text with its note signature line, as C2SP signed-note lays it down."""
    key = signing_key()
    mark = _key_hash(bytes(key.verify_key)) + key.sign(text.encode()).signature
    return f"{text}\n— {settings.CHECKPOINT_ORIGIN} {base64.b64encode(mark).decode()}\n"


def is_signed(note: str, text: str) -> bool:
    """Whether the note is exactly this text, signed by this installation's key."""
    head, _blank, line = note.partition("\n\n— ")
    try:
        mark = base64.b64decode(line.split(" ")[-1].strip(), validate=True)
        verify_key().verify(text.encode(), mark[4:])
    except (BadSignatureError, ValueError):
        return False
    return head + "\n" == text and note == sign(text)


def seal(chain: str) -> Checkpoint:
    """Sign the chain as it stands; called in the transaction of every seal.

    The entry `sealed` is the last one signed: it shows that there must be a checkpoint.
    """
    record(chain=chain, kind=SEALED, by=None, data={"origin": origin_of(chain)})
    leaves = LedgerEntry.objects.filter(chain=chain).order_by("seq")
    tree = Tree(leaves.values_list("hash", flat=True).iterator())
    note = sign(statement(chain, tree.size, tree.root()))
    return Checkpoint.objects.create(chain=chain, size=tree.size, root=tree.root().hex(), note=note)
