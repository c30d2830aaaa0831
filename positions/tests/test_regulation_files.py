"""A regulation as a file: out and in again, and whatever else somebody uploads."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from positions import regulation_workflow as workflow
from positions.regulation_words import differences
from positions.tests.test_regulation_editor import drafted, hr, issued
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_a_regulation_goes_out_and_comes_in_the_same(client):
    row = issued(written_minutes=150, rules__tie_break=["presentation"])
    url = reverse("positions:regulation-file", args=[row.code, row.version])
    answer = client.get(url)  # anybody
    copy = drafted("BTCTW-2017", "QC-B")

    copy = workflow.take_in(copy, json.loads(answer.content), by=hr())

    assert copy.values["rules"] == row.values["rules"]
    assert differences(copy.values, row.values) == []
    assert copy.legal_basis == row.legal_basis
    names = ("board_a", "board_b", "binds")
    assert set(copy.pairs.values_list(*names)) == set(row.pairs.values_list(*names)) != set()


def spoil(**changes):
    data = workflow.exported(make.regulation("BNV-2424"))
    for path, value in changes.items():
        *way, last = path.split("__")
        here = data
        for key in way:
            here = here[key]
        here[last] = value
    return data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "không phải quy chế"),
        ({"values": 3}, "không phải quy chế"),
        ({"values": {}}, "Thiếu tên|thiếu tên"),
        ({"name": "a", "legal_basis": [1], "values": {}}, "thiếu tên"),
        ({"name": "a", "legal_basis": [], "values": {}}, "quy tắc chấm điểm"),
        ({"values__written_minutes": "180"}, "Thời gian làm bài"),
        ({"values__written_minutes": True}, "Thời gian làm bài"),
        ({"values__custody": "tủ"}, "Giữ khóa phách"),
        ({"values__rules__written__max": 100}, "Thang điểm bài viết"),
        ({"values__rules__written__max": "1e3"}, "Thang điểm bài viết"),
        ({"values__council_size": "5"}, "Số thành viên hội đồng"),
        ({"values__rules__presentation__criteria": [{"code": "a"}]}, "Tiêu chí chấm"),
        ({"values__rules__presentation__criteria": ["build"]}, "Tiêu chí chấm"),
        ({"values__rules__presentation__criteria": [{"code": ["a"], "max": "1"}]}, "Tiêu chí"),
        ({"values__rules__tie_break": [{"code": "a", "max": "1"}]}, "Bằng điểm"),
        ({"values__rules__tie_break": ["a\u0000"]}, "Bằng điểm"),
        ({"values__rules__written": {}}, "Thang điểm bài viết"),
        ({"values__rules__written": "x"}, "Thang điểm bài viết"),
        ({"values__rules__presentation": None}, "Thang điểm trình bày"),
        ({"values__rules__final_rule": None}, "Điểm xét"),
        ({"values__rules__reserve": None}, "Bảo lưu"),
        ({"values__rules__decimals": 30}, "Số chữ số thập phân"),
        ({"values__external_scope": []}, "Nguồn nơi khác"),
        ({"values__appeal_channels": [[]]}, "Nhận đơn phúc khảo"),
        ({"name": "\ud800"}, "thiếu tên"),
        ({"name": "  "}, "thiếu tên"),
        ({"legal_basis": ["a\nb"]}, "thiếu tên"),
        ({"incompatible_boards": None}, "không được kiêm"),
        ({"incompatible_boards": [["marking", "marking", "everyone"]]}, "không được kiêm"),
        ({"incompatible_boards": [["a", "marking", "everyone"]]}, "không được kiêm"),
        ({"incompatible_boards": [["marking", "header", "leaders"]]}, "không được kiêm"),
    ],
)
def test_a_bad_file_is_named_and_changes_nothing(data, words):
    if isinstance(data, dict) and "values" not in data:
        data = spoil(**data)
    row = drafted()
    before = row.values

    with pytest.raises(ValidationError, match=words):
        workflow.take_in(row, data, by=hr())

    row.refresh_from_db()
    assert row.values == before


def test_a_refused_file_says_so_on_the_page(client):
    drafted()
    client.force_login(hr())
    url = reverse("positions:regulation-take-in", args=["QC-A", 1])

    page = client.post(url, {"file": SimpleUploadedFile("a.json", b"{")}).content.decode()

    assert "không đọc được như JSON" in page
