"""The optional scanner, against a server that speaks clamd's INSTREAM on a real socket.

clamd itself needs a signature database of hundreds of megabytes; its protocol is what is tested.
"""

import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ValidationError

from documents.models import StoredFile
from documents.workflow import check_upload, store
from tests import builders as make

pytestmark = pytest.mark.django_db
NOT_NOW = "Lúc này chưa quét được vi-rút. Hãy thử lại sau."
FOUND = "Phần mềm diệt vi-rút không cho nhận tệp này."


class Scanner(socketserver.BaseRequestHandler):
    """Answers what the test wants, and keeps what it was sent."""

    def handle(self) -> None:
        command = self._exactly(10)
        body = b""
        while size := struct.unpack("!I", self._exactly(4))[0]:
            body += self._exactly(size)
        self.server.seen = (command, body)
        self.request.sendall(self.server.answer)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += self.request.recv(size - len(data))
        return data


@pytest.fixture(params=["tcp", "unix"])
def scanner(request, settings, tmp_path):
    kind = {"tcp": socketserver.TCPServer, "unix": socketserver.UnixStreamServer}[request.param]
    address = ("127.0.0.1", 0) if request.param == "tcp" else str(tmp_path / "clamd.sock")
    with kind(address, Scanner) as server:
        server.answer = b"stream: OK\0"
        where = server.server_address
        settings.CLAMD_ADDRESS = where if isinstance(where, str) else f"127.0.0.1:{where[1]}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_clean_file_is_kept_and_was_sent_whole(scanner):
    file = store(make.pdf(), by=None)

    assert scanner.seen == (b"zINSTREAM\0", file.path.read_bytes())
    assert StoredFile.objects.get() == file


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"stream: Eicar-Signature FOUND\0", FOUND),
        (b"INSTREAM size limit exceeded. ERROR\0", NOT_NOW),
        (b"", NOT_NOW),
        (b"stream: OK but not quite\0", NOT_NOW),
    ],
)
def test_anything_but_ok_is_refused_and_nothing_kept(scanner, answer, reason):
    scanner.answer = answer
    for take in (lambda: store(make.pdf(), by=None), lambda: check_upload(make.pdf())):
        with pytest.raises(ValidationError) as refused:
            take()
        assert refused.value.messages == [reason]
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense"])
def test_without_an_answer_nothing_is_kept(settings, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(ValidationError) as refused:
        store(make.pdf(), by=None)
    assert refused.value.messages == [NOT_NOW]
    assert not StoredFile.objects.exists()


def test_not_configured_nothing_is_asked(settings):
    assert settings.CLAMD_ADDRESS == ""
    assert store(make.pdf(), by=None).pk
