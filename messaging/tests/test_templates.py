import pytest

from messaging.forms import MessageTemplateForm
from messaging.queries import render_template
from messaging.templates_default import DEFAULTS
from messaging.wording import PLACEHOLDER, fault
from messaging.workflow import save_template

VALUES = {
    "name": "Lê Văn Cường",
    "role": "cán bộ tổ chức",
    "agency": "Sở Nội vụ",
    "url": "https://x.example/",
}


@pytest.mark.parametrize("code", DEFAULTS)
def test_each_built_in_mail_uses_its_placeholders_and_no_other(code):
    subject, body, allowed = DEFAULTS[code]

    assert fault(code, subject) == fault(code, body) == ""
    assert set(PLACEHOLDER.findall(subject + body)) == allowed


@pytest.mark.django_db
def test_the_agencys_wording_wins_over_the_common_and_the_built_in_one():
    def subject(agency_code):
        return render_template("membership_granted", agency_code, VALUES)[0]

    assert subject("H01") == "Được giao vai trò cán bộ tổ chức tại Sở Nội vụ"
    common = {"code": "membership_granted", "body": "x"}
    save_template(**common, agency_code="", subject="Chung: {role}")
    assert subject("H01") == "Chung: cán bộ tổ chức"
    save_template(**common, agency_code="H01", subject="Riêng: {role}")
    save_template(**common, agency_code="H01", subject="Riêng, sửa: {role}")
    assert subject("H01") == "Riêng, sửa: cán bộ tổ chức"
    assert subject("H02") == "Chung: cán bộ tổ chức"


@pytest.mark.django_db
def test_values_are_not_read_as_wording():
    hostile = {**VALUES, "role": "{agency} {0.__class__}"}

    subject, _body = render_template("membership_granted", "", hostile)

    assert subject == "Được giao vai trò {agency} {0.__class__} tại Sở Nội vụ"


@pytest.mark.django_db
def test_a_missing_value_is_an_error_not_a_blank():
    with pytest.raises(KeyError, match="role"):
        render_template("membership_granted", "", {"name": "A", "agency": "B", "url": "C"})


@pytest.mark.parametrize(
    "text", ["{score}", "{name.pk}", "{name!r}", "{name:>9}", "{}", "{ name }"]
)
def test_an_unknown_placeholder_is_refused_at_save(text):
    form = MessageTemplateForm({"subject": "Chào {name}", "body": text}, code="membership_granted")

    assert not form.is_valid()
    assert form.errors == {
        "body": [f"Không có ô điền {text}. Chỉ dùng: {{agency}}, {{name}}, {{role}}, {{url}}."]
    }


@pytest.mark.parametrize("text", ["{name", "name}", "{{name}"])
def test_a_lone_brace_is_refused_at_save(text):
    form = MessageTemplateForm({"subject": text, "body": "x"}, code="membership_granted")

    assert not form.is_valid()
    assert form.errors == {
        "subject": ["Dấu ngoặc nhọn { } phải đi thành cặp quanh tên một ô điền."]
    }


def test_a_known_placeholder_is_kept():
    data = {"subject": "Chào {name}", "body": "{role} tại {agency}"}

    assert MessageTemplateForm(data, code="membership_granted").is_valid()
