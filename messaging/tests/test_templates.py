import pytest
from django.utils import translation

from messaging.forms import WordingForm
from messaging.models import MessageTemplate
from messaging.queries import render_template
from messaging.templates_default import BLANKS, KINDS
from messaging.wording import PLACEHOLDER, example, fault, fill, lack
from messaging.workflow import save_template

VALUES = {
    "name": "Lê Văn Cường",
    "opening": "Trưởng phòng",
    "application": "HS-7K3M9QXD",
    "received_at": "16:42:07 05/03/2026",
    "agency": "Sở Nội vụ",
    "url": "https://x.example/",
}
CODE = "application_submitted"
BODY = "{application} lúc {received_at}"
ALLOWED = "{agency}, {application}, {name}, {opening}, {received_at}, {url}"


@pytest.mark.parametrize("code", KINDS)
def test_each_built_in_wording_uses_its_blanks_and_no_other(code):
    subject, body = KINDS[code].wording

    assert fault(code, subject) == fault(code, body) == lack(code, body) == ""
    assert set(PLACEHOLDER.findall(subject + body)) == KINDS[code].allowed
    assert set(KINDS[code].required) <= KINDS[code].allowed <= set(BLANKS)
    assert len(subject) <= 200


@pytest.mark.parametrize("code", KINDS)
def test_each_has_an_example_in_which_no_blank_is_left(code):
    subject, body = KINDS[code].wording

    shown = fill(subject + body, example(code, "Sở Nội vụ"))

    assert "{" not in shown
    assert "Sở Nội vụ" in shown


@pytest.mark.django_db
def test_the_agencys_wording_wins_over_the_common_and_the_built_in_one():
    def subject(agency_code):
        return render_template(CODE, agency_code, VALUES)[0]

    assert subject("H01") == "Đã nhận hồ sơ HS-7K3M9QXD dự tuyển Trưởng phòng."
    common = {"code": CODE, "body": BODY}
    save_template(**common, agency_code="", subject="Chung: {opening}")
    assert subject("H01") == "Chung: Trưởng phòng"
    save_template(**common, agency_code="H01", subject="Riêng: {opening}")
    save_template(**common, agency_code="H01", subject="Riêng, sửa: {opening}")
    assert subject("H01") == "Riêng, sửa: Trưởng phòng"
    assert subject("H02") == "Chung: Trưởng phòng"


@pytest.mark.django_db
def test_the_built_in_wording_is_vietnamese_whoever_acts():
    with translation.override("en"):
        assert render_template(CODE, "", VALUES)[0].startswith("Đã nhận hồ sơ")


@pytest.mark.django_db
def test_values_are_not_read_as_wording():
    hostile = {**VALUES, "opening": "{agency} {0.__class__}"}

    subject, _body = render_template(CODE, "", hostile)

    assert subject == "Đã nhận hồ sơ HS-7K3M9QXD dự tuyển {agency} {0.__class__}."


@pytest.mark.django_db
def test_a_missing_value_is_an_error_not_a_blank():
    with pytest.raises(KeyError, match="application"):
        render_template(CODE, "", {"name": "A", "agency": "B", "url": "C"})


@pytest.mark.parametrize(
    "text", ["{score}", "{name.pk}", "{name!r}", "{name:>9}", "{}", "{ name }"]
)
def test_an_unknown_placeholder_is_refused_at_save(text):
    form = WordingForm({"subject": "Chào {name}", "body": text + BODY}, code=CODE)

    assert not form.is_valid()
    assert form.errors == {"body": [f"Không có ô điền {text}. Chỉ dùng: {ALLOWED}."]}


@pytest.mark.parametrize("text", ["{name", "name}", "{{name}"])
def test_a_lone_brace_is_refused_at_save(text):
    form = WordingForm({"subject": text, "body": BODY}, code=CODE)

    assert not form.is_valid()
    assert form.errors == {
        "subject": ["Dấu ngoặc nhọn { } phải đi thành cặp quanh tên một ô điền."]
    }


def test_a_missing_required_placeholder_is_refused_at_save():
    form = WordingForm({"subject": "{application}", "body": "Đã nhận {application}."}, code=CODE)

    assert not form.is_valid()
    lacking = f"Thiếu ô điền bắt buộc {{received_at}}. Được dùng: {ALLOWED}."
    assert form.errors == {"body": [lacking]}


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["Đã nhận.", BODY + "{score}", BODY + "{"])
def test_no_caller_keeps_a_wording_the_form_would_refuse(body):
    with pytest.raises(ValueError, match="ô điền"):
        save_template(code=CODE, agency_code="H01", subject="x", body=body)

    assert not MessageTemplate.objects.exists()


def test_a_known_placeholder_is_kept():
    data = {"subject": "Chào {name}", "body": f"{BODY} tại {{agency}}"}

    assert WordingForm(data, code=CODE).is_valid()
