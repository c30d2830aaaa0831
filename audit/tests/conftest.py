"""What the tests of the ledger share."""

from types import SimpleNamespace

import pytest

from audit import checkpoints


@pytest.fixture
def lan() -> SimpleNamespace:
    """Somebody who acts; the ledger asks for the random id only."""
    return SimpleNamespace(public_id="1a" * 16)


@pytest.fixture
def minh() -> SimpleNamespace:
    return SimpleNamespace(public_id="2b" * 16)


@pytest.fixture
def key(settings, tmp_path):
    """A signing key of this test's own."""
    settings.CHECKPOINT_KEY_FILE = tmp_path / "keys" / "checkpoint.ed25519"
    return checkpoints.create_key()
