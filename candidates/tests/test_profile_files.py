"""A profile to a file and back: the same profile, every fault at its place, nothing half."""

import io
import json
import random
from copy import deepcopy

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.models import EthnicGroup
from agencies.reference import load_ethnic_groups
from candidates import profile_files
from candidates.form2c import content_of
from candidates.form2c_json import json_bytes
from candidates.form2c_xlsx import xlsx_bytes
from candidates.models import CandidateProfile, ProfileLine
from candidates.profile_faults import BadFile
from candidates.profile_files import look_at, sealed, unsealed
from candidates.profile_forms import ProfileForms, typed_of
from candidates.profile_workflow import save_form_2c
from candidates.tests.profile_samples import at_random, full
from tests.builders import candidate, user
from tests.trail import quiet

pytestmark = pytest.mark.django_db
URL, CONFIRM = "candidates:profile-import", "candidates:profile-import-confirm"
SEED, N_JSON, N_XLSX = 20, 40, 6


def upload(raw: bytes, name: str = "ly-lich.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def as_file(content: dict, kind: str) -> SimpleUploadedFile:
    made = {"json": json_bytes, "xlsx": xlsx_bytes}[kind](content)
    return upload(made, f"ly-lich.{kind}")


def edited(profile, kind: str, change) -> SimpleUploadedFile:
    """The profile's own file, changed by hand."""
    content = content_of(profile)
    if kind == "json":
        change(content)
        return as_file(content, "json")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(content)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return upload(out.getvalue(), "ly-lich.xlsx")


def faults(file: SimpleUploadedFile, profile) -> list[tuple[str, str]]:
    with quiet(), pytest.raises(BadFile) as bad:
        look_at(file, profile)
    return [tuple(fault) for fault in bad.value.faults]


def fresh(profile) -> CandidateProfile:
    return CandidateProfile.objects.get(pk=profile.pk)


# Round trip


@pytest.mark.parametrize(("kind", "n"), [("json", N_JSON), ("xlsx", N_XLSX)])
def test_a_file_brings_back_the_same_profile(kind, n):
    load_ethnic_groups()
    chance = random.Random(SEED)
    groups = list(EthnicGroup.objects.values_list("pk", flat=True))
    for place in range(n):
        profile = at_random(chance, place, groups)
        said = content_of(profile)
        empty = CandidateProfile(user=user(f"khac{place}@example.vn"))

        assert look_at(as_file(said, kind), fresh(profile)).content == said
        assert look_at(as_file(said, kind), empty).content == said


def test_what_came_back_is_stored_as_it_was():
    profile = full()
    said = content_of(profile)
    ProfileLine.objects.filter(profile=profile).delete()
    sent = ProfileForms(fresh(profile), typed_of(said))

    assert sent.is_valid()
    save_form_2c(sent.form.save(commit=False), sent.lines(), by=profile.user)
    assert content_of(fresh(profile)) == said


def test_both_files_say_the_same():
    profile = full(main_duty="=HYPERLINK(1)")
    said = content_of(profile)

    looks = [look_at(as_file(said, kind), fresh(profile)).content for kind in ("json", "xlsx")]
    assert looks == [said, said]


def test_no_cell_is_a_formula(client):
    profile = full(main_duty='=HYPERLINK("http://x","y")', hometown="@SUM(A1)")
    client.force_login(profile.user)
    raw = b"".join(client.get(reverse("candidates:profile-file") + "?format=xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(raw))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert '=HYPERLINK("http://x","y")' in [cell.value for cell in cells]
    assert book.sheetnames == [
        "Lý lịch",
        "Quá trình công tác",
        "Đào tạo bồi dưỡng",
        "Ngoại ngữ tin học",
        "Khen thưởng",
        "Kỷ luật",
        "Xếp loại hằng năm",
        "Danh mục",
    ]


# Faults


def _row(book, label: str) -> int:
    sheet = book["Lý lịch"]
    return next(r for r in range(1, 60) if (sheet.cell(r, 1).value or "").rstrip("*") == label)


def test_faults_of_a_workbook_are_named_by_their_cells():
    profile = full()
    places = {}

    def change(book):
        facts, work = book["Lý lịch"], book["Quá trình công tác"]
        for label, value in (("Ngày sinh", "31/02/1980"), ("Giới tính", "nam nữ"), ("Chức vụ", "")):
            places[label] = f"Lý lịch!B{_row(book, label)}"
            facts.cell(_row(book, label), 2).value = value
        facts.cell(40, 1).value = "Chiều cao"
        work["A2"], work["B3"] = "=1+1", "01/2015"
        book["Xếp loại hằng năm"]["A3"] = "2024"

    found = dict(faults(edited(profile, "xlsx", change), profile))

    assert found[places["Ngày sinh"]] == (
        "ngày 31/02/1980 không hợp lệ. Hãy ghi một ngày có thật, dạng dd/mm/yyyy."
    )
    assert found[places["Giới tính"]] == "“nam nữ” không có trong danh sách: Nam, Nữ."
    assert places["Chức vụ"] in found
    assert found["Lý lịch!A40"] == "không có mục tên “Chiều cao”."
    assert found["Quá trình công tác!A2"].startswith("không nhận công thức.")
    assert found["Quá trình công tác!B3"] == "Không thể trước lúc bắt đầu."
    assert found["Xếp loại hằng năm!A3"] == "Năm này đã có mức xếp loại."
    assert len(found) == 7


def test_faults_of_json_are_named_by_their_paths():
    profile = full()

    def change(content):
        content["facts"] |= {"birth_on": 1980, "height": "170"}
        content["lines"]["WORK"][0] |= {"what": ["a"]}
        content["lines"]["FAMILY"] = []
        content["version"] = 2

    assert [place for place, _text in faults(edited(profile, "json", change), profile)] == [
        "version",
        "facts.height",
        "facts.birth_on",
        "lines.FAMILY",
        "lines.WORK[0].what",
    ]


def test_rules_of_the_form_hold_for_a_file():
    profile = full()

    def change(content):
        content["facts"] |= {"birth_on": "2999-01-01", "gender": "X", "full_name": None}
        content["facts"] |= {"party_joined_on": "2010-01-02", "party_official_on": "2010-01-01"}
        content["facts"]["other_name"] = "a\u200bb"
        content["lines"]["EVALUATION"][1]["level"] = "SUPERB"
        content["lines"]["WORK"][1]["since"] = "2015-13"

    assert {place for place, _text in faults(edited(profile, "json", change), profile)} == {
        "facts.birth_on",
        "facts.gender",
        "facts.full_name",
        "facts.party_official_on",
        "facts.other_name",
        "lines.WORK[1].since",
        "lines.EVALUATION[1].level",
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"a":' * 40_000,
        b'{"form": NaN}',
        b'{"form": 1, "form": 1}',
        b"9" * 5_000,
        b"[]",
        b" " * (256 * 1024 + 1),
        b" " * (1024 * 1024 + 1),
        b"PK\x03\x04 no workbook",
    ],
    ids=range(11),
)
def test_a_file_that_is_none_is_refused_in_one_sentence(raw):
    name = "a.xlsx" if raw.startswith(b"PK") else "a.json"
    ((place, text),) = faults(upload(raw, name), candidate())
    assert place == ""
    assert text.endswith(".")


def test_nine_digits_stay_where_they_were_and_come_in_nowhere_else():
    old, other = full(citizen_id="012345678"), candidate()
    said = content_of(old)

    assert look_at(as_file(said, "json"), old).content == said
    ((place, text),) = faults(as_file(said, "json"), other)
    assert (place, text) == (
        "facts.citizen_id",
        "Số định danh cá nhân gồm đúng 12 chữ số, không dấu cách.",
    )


# Pages


def look_of(page: str) -> str:
    return page.split('name="look" value="')[1].split('"')[0]


def send(client, file) -> str:
    return client.post(reverse(URL), {"file": file}).content.decode()


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_a_file_is_shown_then_confirmed(client, kind):
    profile = full()
    client.force_login(profile.user)
    said = deepcopy(content_of(profile))
    said["facts"]["hometown"] = "Thái Bình"
    said["facts"]["citizen_id"] = "001185000077"
    said["lines"]["WORK"].pop(0)

    with quiet():
        page = send(client, as_file(said, kind))
    assert content_of(fresh(profile))["facts"]["hometown"] == "Hải Phòng"
    for words in ("<del>Hải Phòng</del>", "<ins>Thái Bình</ins>", "••••••••0077", "Chuyên viên"):
        assert words in page
    assert "001185000077" not in page

    answer = client.post(reverse(CONFIRM), {"look": look_of(page)})
    assert answer.url == reverse("candidates:profile")
    assert content_of(fresh(profile)) == said
    page = send(client, as_file(said, kind))
    assert "Tệp giống hệt lý lịch đang lưu" in page
    assert 'name="look"' not in page


def test_a_first_profile_may_come_from_a_file(client):
    said, owner = content_of(full()), user("moi@example.vn")
    client.force_login(owner)
    empty = json.loads(b"".join(client.get(reverse("candidates:profile-file"))))
    assert (empty["facts"]["full_name"], empty["facts"]["job"]) == (owner.full_name, None)

    client.post(reverse(CONFIRM), {"look": look_of(send(client, as_file(said, "json")))})
    assert content_of(CandidateProfile.objects.get(user=owner)) == said


def test_a_faulty_file_writes_nothing_and_says_where(client):
    profile = full()
    client.force_login(profile.user)
    before = content_of(profile)

    with quiet():
        page = send(client, edited(profile, "json", lambda c: c["facts"].update(job=None)))
    assert "Tệp có 1 lỗi. Chưa ghi gì." in page
    assert "facts.job" in page
    assert content_of(fresh(profile)) == before


def test_what_changed_meanwhile_is_shown_anew(client):
    profile = full()
    client.force_login(profile.user)
    said = deepcopy(content_of(profile))
    said["facts"]["hometown"] = "Thái Bình"
    look = look_of(send(client, as_file(said, "json")))
    profile.job = "Trưởng phòng"
    profile.save()

    page = client.post(reverse(CONFIRM), {"look": look}).content.decode()
    assert "Lý lịch vừa được sửa ở nơi khác." in page
    assert "<del>Trưởng phòng</del>" in page
    assert fresh(profile).hometown == "Hải Phòng"
    client.post(reverse(CONFIRM), {"look": look_of(page)})
    assert (fresh(profile).hometown, fresh(profile).job) == ("Thái Bình", "Phó Vụ trưởng")


def test_a_preview_is_ones_own_and_grows_old(client, monkeypatch):
    profile, other = full(), candidate()
    look = look_at(as_file(content_of(profile), "json"), profile)
    text = sealed(look, profile.user.public_id)

    assert unsealed(text, profile.user.public_id) == look
    assert unsealed(text, other.user.public_id) is None
    assert unsealed(text[:-1] + "x", profile.user.public_id) is None
    client.force_login(other.user)
    assert client.post(reverse(CONFIRM), {"look": text}).url == reverse(URL)
    assert content_of(fresh(other))["facts"]["hometown"] is None
    monkeypatch.setattr(profile_files, "PATIENCE_SECONDS", -1)
    assert unsealed(text, profile.user.public_id) is None
