"""An optional virus scanner: clamd, spoken to by its INSTREAM command (clamd(8)).

Configured, it fails closed: a file that could not be scanned is not kept.
"""

import os
import socket
import struct
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096


def check_virus(path: Path) -> None:
    """Nothing where no scanner is configured; raises ValidationError on a find or no answer."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask(path)
    except (OSError, ValueError) as error:
        raise ValidationError(_("Lúc này chưa quét được vi-rút. Hãy thử lại sau.")) from error
    if answer.endswith("FOUND"):
        raise ValidationError(_("Phần mềm diệt vi-rút không cho nhận tệp này."))
    if answer != "stream: OK":
        raise ValidationError(_("Lúc này chưa quét được vi-rút. Hãy thử lại sau."))


def _ask(path: Path) -> str:
    with closing(_connected()) as scanner, path.open("rb") as file:
        scanner.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            scanner.sendall(struct.pack("!I", len(chunk)) + chunk)
        scanner.sendall(struct.pack("!I", 0))
        return _answer(scanner)


def _connected() -> socket.socket:
    """A path is a UNIX socket, else it is host:port; ValueError when it is neither."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        return _local(address)
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _local(path: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.settimeout(SECONDS)
    if fault := made.connect_ex(path):
        made.close()
        raise OSError(fault, os.strerror(fault))
    return made


def _answer(scanner: socket.socket) -> str:
    """Up to the zero byte that ends it."""
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        part = scanner.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode(errors="replace").strip()
