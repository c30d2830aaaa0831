"""Openings by province and receipt, announcements without diacritics; pills, empty states."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from agencies.models import Agency, Province
from audit.verification import verify
from positions.models import Announcement
from positions.workflow import announce
from tests import builders as make

pytestmark = pytest.mark.django_db
LIST = "/announcements/"


def province(slug: str, code: str) -> Province:
    """A former province and the one it became."""
    fields = {"name": slug.title(), "full_name": slug, "kind": "province", "sort_key": slug}
    current = Province.objects.create(epoch="34", code=code, slug=f"moi-{slug}", **fields)
    return Province.objects.create(epoch="63", code=code, slug=slug, successor=current, **fields)


def opening_in(place: Province, state: str = "PUBLISHED"):
    code = f"TINH-{place.pk}"
    fields = {"kind": Agency.Kind.PROVINCE, "sector": "local", "province": place}
    campaign = make.campaign(f"DOT-{code}", make.agency(code, **fields))
    return make.opening_at(state, campaign, title=f"Giám đốc Sở {place.pk}")


def shown(client, address: str, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


# Openings


def test_a_province_of_today_finds_what_lies_in_its_former_parts(client):
    old, new = province("alpha", "01"), province("beta", "02").successor
    in_old, in_new = opening_in(old), opening_in(new)
    province("gamma", "03")

    everything = shown(client, "/")
    assert '<option value="moi-alpha"' in everything
    assert '<option value="moi-beta"' in everything
    assert "moi-gamma" not in everything
    assert 'value="alpha"' not in everything

    found = shown(client, "/", province="moi-alpha")
    assert in_old.title in found
    assert in_new.title not in found
    assert in_new.title in shown(client, "/", province="moi-beta")


def test_a_draft_makes_no_province_to_choose(client):
    opening_in(province("alpha", "01"), "DRAFT")

    assert "moi-alpha" not in shown(client, "/")


def test_receiving_or_over(client):
    campaign = make.campaign()
    receiving = make.opening_at("PUBLISHED", campaign, title="Vụ trưởng đang nhận")
    over = make.opening_at("RECEIPT_CLOSED", campaign, title="Vụ trưởng hết hạn")

    now, past = shown(client, "/", receipt="open"), shown(client, "/", receipt="over")

    assert receiving.get_absolute_url() in now
    assert over.get_absolute_url() not in now
    assert over.get_absolute_url() in past
    assert receiving.get_absolute_url() not in past


def test_what_is_over_has_pages_when_it_is_asked_for(client):
    campaign = make.campaign()
    for n in range(21):
        make.opening_at("RECEIPT_CLOSED", campaign, title=f"Vụ trưởng {n}")

    first, second = shown(client, "/", receipt="over"), shown(client, "/", receipt="over", page=2)

    assert first.count("Vụ trưởng ") == 20
    assert second.count("Vụ trưởng ") == 1
    assert "receipt=over&amp;page=2" in first


def test_pills_name_the_filter_and_take_it_off(client):
    found = shown(client, "/", q="khong co gi", receipt="over")

    assert "Không có chức danh đã hết hạn nào khớp với điều kiện tìm" in found
    assert 'href="?receipt=over"' in found
    assert 'href="?q=khong+co+gi"' in found
    assert "Nhận hồ sơ: Đã hết hạn" in found


def test_a_filter_nobody_offers_is_no_crash(client):
    make.opening_at("PUBLISHED")

    for query in ({"province": "khong-co"}, {"receipt": "x"}, {"level": "x"}):
        shown(client, "/", **query)


# Announcements


def test_announcements_are_found_without_diacritics(client):
    host = make.agency("BO-D", name="Bộ Đường bộ")
    opening = make.opening_at("PUBLISHED", make.campaign("DOT-D", host), title="Chánh Văn phòng")
    announce(opening.campaign, "LIST", "Danh sách", "Có ĐẶNG trong nội dung", by=None)
    make.opening_at("PUBLISHED", make.campaign("DOT-E", make.agency("BO-E")), title="Vụ trưởng")

    for words in ("chanh van phong", "CHÁNH VĂN", "bo duong bo"):
        found = shown(client, LIST, q=words)
        assert "Thông báo thi tuyển chức danh Chánh Văn phòng" in found
        assert "Thông báo thi tuyển chức danh Vụ trưởng" not in found
    assert "#notice-" in shown(client, LIST, q="dang trong")
    lists = shown(client, LIST, q="duong bo", kind="LIST")
    assert "Danh sách</a>" in lists
    assert "chức danh Chánh Văn phòng" not in lists


def test_announcements_keep_the_filter_and_say_when_nothing_fits(client):
    make.opening_at("PUBLISHED")

    found = shown(client, LIST, q="khong co", kind="RESULT")

    assert "Không có thông báo nào khớp với điều kiện tìm" in found
    assert 'href="?kind=RESULT"' in found
    assert 'href="?q=khong+co"' in found
    assert f'href="{LIST}">Xem tất cả thông báo' in found
    assert 'value="khong co"' in found


def test_an_empty_list_says_what_comes(client):
    assert "Chưa có thông báo nào" in shown(client, LIST)


def test_old_rows_are_filled_in_by_the_migration_and_the_ledger_stays_whole():
    notice = make.opening_at("PUBLISHED").announcements.get()
    wanted = notice.search
    Announcement.objects.update(search="")

    migration = importlib.import_module("positions.migrations.0008_announcement_extras")
    migration.fill_search(apps, None)

    notice.refresh_from_db()
    assert notice.search == wanted
    assert "vu truong vu phap che" in wanted
    assert verify().faults == []


def test_the_home_page_keeps_the_search_of_its_header(client):
    assert reverse("positions:home") == "/"
    assert 'value="vu phap che"' in shown(client, "/", q="vu phap che")
