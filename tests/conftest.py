"""Fixtures of the cross-room tests only."""

import pytest

from tests.guarding import Source, sources


@pytest.fixture(scope="session")
def tree() -> list[Source]:
    """Every Python file of the project, parsed once."""
    return sources()
