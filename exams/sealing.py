"""The sealed map of paper codes: nested boxes that any two of three holders open. Pure.

The pairs are locked once with a random key; that key lies in a box inside a box for every ordered
pair of holders. The first holder takes off the outer boxes, so what waits for the second is still
locked, and no secret key is ever kept. Leaves are salted: the root tells nothing of a pair.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import permutations

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from audit.canonical import canonical, leaf_of
from audit.merkle import root_of

SECRET_BYTES, GROUP = 20, 4
PURPOSE = b"minhtuyen-map"


class WrongKey(ValueError):
    """The code typed is not the holder's key."""


@dataclass(frozen=True)
class Pair:
    """One paper code and the random id of the application it belongs to."""

    code: str
    application: str
    salt: str


def new_pair(code: str, application: str) -> Pair:
    return Pair(code, application, secrets.token_hex(32))


def root_of_pairs(pairs: Iterable[Pair]) -> str:
    """RFC 6962 root over the salted pairs, in the order of their codes."""
    ordered = sorted(pairs, key=lambda pair: pair.code)
    return root_of(leaf_of(asdict(pair)) for pair in ordered)


def new_secret() -> str:
    """A holder's key as it is printed: 160 random bits in groups of four characters."""
    text = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    return "-".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))


def public_key_of(secret: str) -> str:
    """The public half of a printed key; raises WrongKey when it is no key at all."""
    return bytes(_private(secret).public_key).hex()


def _private(secret: str) -> PrivateKey:
    text = "".join(secret.split()).replace("-", "").upper()
    try:
        raw = base64.b32decode(text)
    except ValueError as error:
        raise WrongKey from error
    if len(raw) != SECRET_BYTES:
        raise WrongKey
    return PrivateKey(hashlib.blake2b(raw, digest_size=32, person=PURPOSE).digest())


def seal_pairs(pairs: Iterable[Pair], keys: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The locked pairs, and a nested box for every ordered pair of holders ("first>second")."""
    inner = secrets.token_bytes(SecretBox.KEY_SIZE)
    plain = canonical([asdict(pair) for pair in pairs])
    boxes = {
        f"{first}>{second}": _text(_lock(keys[first], _lock(keys[second], inner)))
        for first, second in permutations(sorted(keys), 2)
    }
    return _text(bytes(SecretBox(inner).encrypt(plain))), boxes


def peel(boxes: dict[str, str], role: str, secret: str) -> dict[str, str]:
    """What the first holder leaves for each other one; raises WrongKey."""
    outer = {name.partition(">")[2]: box for name, box in boxes.items() if _first(name) == role}
    return {second: _text(_unlock(secret, box)) for second, box in outer.items()}


def open_pairs(ciphertext: str, peeled: dict[str, str], role: str, secret: str) -> list[Pair]:
    """The pairs, by the second holder's key; raises WrongKey."""
    if role not in peeled:
        raise WrongKey
    inner = _unlock(secret, peeled[role])
    plain = SecretBox(inner).decrypt(base64.b64decode(ciphertext))
    return [Pair(**row) for row in json.loads(plain)]


def _first(name: str) -> str:
    return name.partition(">")[0]


def _lock(public_key: str, content: bytes) -> bytes:
    return bytes(SealedBox(PublicKey(bytes.fromhex(public_key))).encrypt(content))


def _unlock(secret: str, box: str) -> bytes:
    try:
        return SealedBox(_private(secret)).decrypt(base64.b64decode(box))
    except CryptoError as error:
        raise WrongKey from error


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
