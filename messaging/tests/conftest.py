import pytest

from accounts.models import User
from messaging.jobs import JOB_KINDS


@pytest.fixture
def alice(db):
    return User.objects.create(email="alice@agency.example", full_name="Nguyễn Thị An")


@pytest.fixture
def bob(db):
    return User.objects.create(email="bob@agency.example", full_name="Trần Văn Bình")


@pytest.fixture
def kind(monkeypatch):
    """Offer a kind of job for one test."""

    def offer(function, name="test.kind"):
        monkeypatch.setitem(JOB_KINDS, name, function)
        return name

    return offer
