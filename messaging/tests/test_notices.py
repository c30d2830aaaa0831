import pytest
from django.core.exceptions import PermissionDenied

from messaging.models import Notice, OutboxMessage
from messaging.queries import unread_count
from messaging.workflow import mark_read, notify


def test_notify_tells_in_the_bell_and_by_mail_once_per_key(alice, settings):
    settings.SITE_BASE_URL = "https://thituyen.example.gov.vn"

    for _time in range(2):
        notify(user=alice, key="opening:1:approved", text="Đã duyệt.", url="/openings/A-1/")

    notice = Notice.objects.get()
    assert (notice.user, notice.text, notice.url) == (alice, "Đã duyệt.", "/openings/A-1/")
    message = OutboxMessage.objects.get()
    assert (message.key, message.to) == ("notice:opening:1:approved", alice.email)
    assert message.body == "Đã duyệt.\n\nhttps://thituyen.example.gov.vn/openings/A-1/"


def test_notify_without_mail_queues_none(alice):
    notify(user=alice, key="k", text="Đã xong.", mail=False)

    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (1, 0)


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_a_notice_links_to_this_site_only(alice, url):
    with pytest.raises(ValueError, match="this site"):
        notify(user=alice, key="k", text="x", url=url)


def test_mark_read_keeps_the_first_time(alice):
    notice = notify(user=alice, key="k", text="x")
    assert unread_count(alice) == 1

    first = mark_read(notice, by=alice).read_at
    second = mark_read(notice, by=alice).read_at

    assert first is not None
    assert second == first
    assert unread_count(alice) == 0


def test_nobody_reads_for_somebody_else(alice, bob):
    notice = notify(user=alice, key="k", text="x")

    with pytest.raises(PermissionDenied, match="gửi cho người khác"):
        mark_read(notice, by=bob)

    assert unread_count(alice) == 1
