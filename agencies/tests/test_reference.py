import csv
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from agencies import reference
from agencies.models import EthnicGroup, Holiday, Province
from agencies.reference import DATA, load_all, load_holidays, load_provinces

COLLIDING_CODES = {
    "15": ("Yên Bái", "Lào Cai"),
    "24": ("Bắc Giang", "Bắc Ninh"),
    "44": ("Quảng Bình", "Quảng Trị"),
    "52": ("Bình Định", "Gia Lai"),
    "80": ("Long An", "Tây Ninh"),
    "82": ("Tiền Giang", "Đồng Tháp"),
    "91": ("Kiên Giang", "An Giang"),
}
NEVER_CREATED = ("accounts", "agencies", "candidates", "exams")
REFERENCE_MODELS = (EthnicGroup, Holiday, Province)


@pytest.fixture
def own_loaders(monkeypatch):
    monkeypatch.setattr(reference, "LOADERS", reference.LOADERS[:3])


@pytest.fixture
def holiday_rows():
    with (DATA / "holidays.csv").open(encoding="utf-8", newline="") as file:
        return [row | {"date": date.fromisoformat(row["day"])} for row in csv.DictReader(file)]


def table(model):
    return list(model.objects.order_by("pk").values())


def other_rows():
    models = [model for label in NEVER_CREATED for model in apps.get_app_config(label).get_models()]
    return {m._meta.label: m.objects.count() for m in models if m not in REFERENCE_MODELS}


def test_load_all_counts_what_it_loads(db, own_loaders, holiday_rows):
    assert load_all() == {"provinces": 97, "ethnic_groups": 55, "holidays": len(holiday_rows)}

    assert Province.objects.filter(epoch="63").count() == 63
    assert Province.objects.filter(epoch="34").count() == 34
    assert EthnicGroup.objects.filter(is_minority=True).count() == 53
    assert Holiday.objects.count() == len(holiday_rows)


def test_load_all_twice_changes_nothing(db, own_loaders):
    load_all()
    before = [table(model) for model in REFERENCE_MODELS]

    load_all()

    assert [table(model) for model in REFERENCE_MODELS] == before


def test_load_all_updates_a_changed_name_and_deletes_nothing(db, own_loaders):
    load_all()
    Province.objects.filter(epoch="63", code="17").update(name="Hòa Bình cũ", sort_key="")
    EthnicGroup.objects.filter(code="01").update(name="Việt")
    EthnicGroup.objects.create(code="99", name="Khác", is_minority=True)

    load_all()

    assert Province.objects.get(epoch="63", code="17").name == "Hoà Bình"
    assert EthnicGroup.objects.get(code="01").name == "Kinh"
    assert EthnicGroup.objects.filter(code="99").exists()


def test_load_holidays_leaves_an_edited_row_alone(db):
    load_holidays()
    Holiday.objects.filter(day=date(2027, 2, 10)).update(name="Đã sửa", edited=True)
    Holiday.objects.filter(day=date(2027, 2, 9)).update(name="Lỗi")

    load_holidays()

    assert Holiday.objects.get(day=date(2027, 2, 10)).name == "Đã sửa"
    assert Holiday.objects.get(day=date(2027, 2, 9)).name == "Nghỉ bù Tết Âm lịch (06/02/2027)"


def test_every_old_province_has_a_successor_of_the_new_epoch(db):
    load_provinces()

    old = Province.objects.filter(epoch="63").select_related("successor")

    assert {province.successor.epoch for province in old} == {"34"}
    assert {province.successor_id for province in old} == set(
        Province.objects.filter(epoch="34").values_list("pk", flat=True)
    )
    assert not Province.objects.filter(epoch="34", successor__isnull=False).exists()


@pytest.mark.parametrize("code", COLLIDING_CODES)
def test_a_code_may_mean_two_units(db, code):
    load_provinces()

    names = tuple(Province.objects.get(epoch=epoch, code=code).name for epoch in ("63", "34"))

    assert names == COLLIDING_CODES[code]


def test_no_other_code_but_hue_changes_its_meaning(db):
    load_provinces()
    old, new = (
        dict(Province.objects.filter(epoch=epoch).values_list("code", "name"))
        for epoch in ("63", "34")
    )

    changed = {code for code in old.keys() & new.keys() if old[code] != new[code]}

    assert changed == COLLIDING_CODES.keys() | {"46"}


def test_the_epochs_meet_without_a_gap(db):
    load_provinces()

    assert set(Province.objects.filter(epoch="63").values_list("valid_to", flat=True)) == {
        date(2025, 6, 30)
    }
    assert set(Province.objects.filter(epoch="34").values_list("valid_from", "valid_to")) == {
        (date(2025, 7, 1), None)
    }


def test_a_new_province_carries_its_kind_name_and_merger(db):
    load_provinces()

    city = Province.objects.get(epoch="34", code="79")
    unchecked = Province.objects.get(epoch="34", code="22")

    assert (city.kind, city.full_name, city.slug) == (
        "city",
        "Thành phố Hồ Chí Minh",
        "ho-chi-minh",
    )
    assert city.note == (
        "Hợp nhất từ Bình Dương, Bà Rịa - Vũng Tàu, Hồ Chí Minh (Nghị quyết 202/2025/QH15)."
    )
    assert (unchecked.kind, unchecked.full_name) == ("province", "Tỉnh Quảng Ninh")
    assert "chưa đối chiếu" in unchecked.note
    assert Province.objects.filter(epoch="34", kind="city").count() == 6
    assert Province.objects.filter(epoch="63", kind="city").count() == 5


def test_provinces_sort_in_vietnamese_order(db):
    load_provinces()

    names = list(
        Province.objects.filter(epoch="34").order_by("sort_key").values_list("name", flat=True)
    )

    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]
    assert names[-3:] == ["Thanh Hóa", "Tuyên Quang", "Vĩnh Long"]


def test_holiday_rows_are_unique_sorted_and_on_the_right_weekday(holiday_rows):
    listed = [row["date"] for row in holiday_rows]

    assert listed == sorted(set(listed))
    for row in holiday_rows:
        is_weekend = row["date"].weekday() >= 5
        assert row["kind"] == "PUBLIC" or is_weekend == (row["kind"] == "MAKEUP"), row


def test_each_year_has_the_holidays_of_its_labour_code(holiday_rows):
    counts = Counter(row["date"].year for row in holiday_rows if row["kind"] == "PUBLIC")

    assert counts == {
        **dict.fromkeys(range(2016, 2021), 10),
        **dict.fromkeys(range(2021, 2026), 11),
        **dict.fromkeys(range(2026, 2028), 12),
    }


def test_each_weekend_holiday_has_a_substitute_and_each_swap_a_makeup_day(holiday_rows):
    kinds = Counter(row["kind"] for row in holiday_rows)
    weekend = [row for row in holiday_rows if row["kind"] == "PUBLIC" and row["date"].weekday() > 4]

    assert kinds["SUBSTITUTE"] == len(weekend) + kinds["MAKEUP"]
    assert kinds["MAKEUP"] == 6


def test_only_unannounced_days_are_guesses(holiday_rows):
    guessed = {row["date"] for row in holiday_rows if row["is_guess"] == "1"}

    assert guessed == {row["date"] for row in holiday_rows if row["date"].year == 2027} | {
        date(2026, 11, 24)
    }


def test_load_reference_creates_no_agency_participant_or_user(db):
    before = other_rows()

    call_command("load_reference", stdout=StringIO())

    assert other_rows() == before


def test_load_reference_prints_the_counts(db, own_loaders, holiday_rows):
    out = StringIO()

    call_command("load_reference", stdout=out)

    assert out.getvalue() == f"provinces: 97\nethnic_groups: 55\nholidays: {len(holiday_rows)}\n"


def test_a_later_room_registers_its_loader_once(db, own_loaders):
    reference.register("titles", lambda: 7)

    assert load_all()["titles"] == 7
    with pytest.raises(ValueError, match="titles"):
        reference.register("titles", lambda: 8)
