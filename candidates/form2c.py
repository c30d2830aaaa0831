"""The profile after form 2C-BNV/2008, said once: for the page, the files, the copy that is filed,
the print.

A content is the profile as canonical JSON can carry it: `{"form", "version", "facts", "lines"}`,
days as 2010-09-01, months as 2010-09, choices by their code, null where nothing is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import EthnicGroup
from candidates.models import (
    CandidateProfile,
    DisciplineForm,
    EvaluationClass,
    ProfileLine,
)
from candidates.models.profile import masked

FORM, VERSION = "2C-BNV/2008", 1
MOST_LINES = 30  # of a list; a page has at most a thousand fields
Content = dict[str, Any]
LineKind = ProfileLine.Kind


class Kind(StrEnum):
    TEXT = "TEXT"
    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"
    CHOICE = "CHOICE"
    YES_NO = "YES_NO"
    ETHNICITY = "ETHNICITY"


@dataclass(frozen=True)
class Field:
    """One thing a profile or a line of it says. `item` is its number on the paper form."""

    name: str
    label: Any
    kind: Kind = Kind.TEXT
    item: str = ""
    required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    most: int = 200
    help: Any = ""


@dataclass(frozen=True)
class Section:
    """Facts that stand together; the first must be filled, the others when they are needed."""

    key: str
    title: Any
    fields: tuple[Field, ...]
    help: Any = ""


@dataclass(frozen=True)
class LineSection:
    """A list of lines and its columns."""

    kind: LineKind
    item: str
    fields: tuple[Field, ...]
    help: Any = ""

    @property
    def title(self) -> str:
        return self.kind.label


# Facts: what they are is read from the model's own columns


def _fact(name: str, item: str, help: Any = "") -> Field:
    column = CandidateProfile._meta.get_field(name)
    required = not column.blank
    choices = tuple(column.choices or ())
    most = column.max_length or 200
    return Field(name, column.verbose_name, _kind(column), item, required, choices, most, help)


def _kind(column: models.Field) -> Kind:
    if column.is_relation:
        return Kind.ETHNICITY
    if column.choices:
        return Kind.CHOICE
    kinds = {models.DateField: Kind.DAY, models.BooleanField: Kind.YES_NO}
    return kinds.get(type(column), Kind.TEXT)


SECTIONS = (
    Section(
        "needed",
        gettext_lazy("Phần cần cho mọi hồ sơ"),
        (
            _fact("full_name", "1"),
            _fact("birth_on", "3"),
            _fact("gender", "3"),
            _fact("citizen_id", "25"),
            _fact("ethnicity", "6"),
            _fact("is_party_member", "16"),
            _fact("workplace", "12"),
            _fact("job", "12"),
            _fact("education", "15.2"),
            _fact("phone", ""),
        ),
    ),
    Section(
        "standards",
        gettext_lazy("Để đối chiếu tiêu chuẩn"),
        (
            _fact("education_level", "15.2"),
            _fact("political_theory", "15.3"),
            _fact("theory_level", "15.3"),
            _fact("state_management", "15.4"),
            _fact("grade", "14"),
            _fact("service_since", "28", gettext_lazy("Máy tính số năm đến hạn nhận hồ sơ.")),
            _fact("leadership_since", "28"),
        ),
        gettext_lazy("Có các mục này thì máy đối chiếu ngay với từng tiêu chuẩn của chức danh."),
    ),
    Section(
        "origin",
        gettext_lazy("Nhân thân"),
        (
            _fact("other_name", "2"),
            _fact("birthplace", "4"),
            _fact("hometown", "5"),
            _fact("religion", "7"),
            _fact("permanent_residence", "8"),
            _fact("present_residence", "9"),
        ),
    ),
    Section(
        "service",
        gettext_lazy("Tuyển dụng, ngạch bậc, Đảng"),
        (
            _fact("recruited_on", "11"),
            _fact("recruited_by", "11"),
            _fact("main_duty", "13"),
            _fact("grade_code", "14", gettext_lazy("Ví dụ 01.003 hoặc V.07.01.03.")),
            _fact("grade_step", "14", gettext_lazy("Ví dụ 5/9.")),
            _fact("grade_since", "14"),
            _fact("general_education", "15.1", gettext_lazy("Ví dụ 12/12.")),
            _fact("party_joined_on", "16"),
            _fact("party_official_on", "16"),
        ),
    ),
)
# What an application keeps in columns of its own, and its pages show first.
KEPT_APART = ("needed", "standards")
FACTS = {field.name: field for section in SECTIONS for field in section.fields}

# Lines

_SINCE = Field("since", gettext_lazy("Từ tháng"), Kind.MONTH, help=gettext_lazy("mm/yyyy"))
_UNTIL = Field(
    "until", gettext_lazy("Đến tháng"), Kind.MONTH, help=gettext_lazy("mm/yyyy; trống: đến nay")
)
_YEAR = Field("year", gettext_lazy("Năm"), Kind.YEAR)
LINES = {
    section.kind: section
    for section in (
        LineSection(
            LineKind.WORK,
            "28",
            (
                Field("since", _SINCE.label, Kind.MONTH, required=True, help=_SINCE.help),
                _UNTIL,
                Field("what", gettext_lazy("Chức danh, chức vụ"), required=True),
                Field("body", gettext_lazy("Đơn vị công tác")),
            ),
        ),
        LineSection(
            LineKind.STUDY,
            "27",
            (
                _SINCE,
                _UNTIL,
                Field("what", gettext_lazy("Ngành học, nội dung"), required=True),
                Field("body", gettext_lazy("Cơ sở đào tạo")),
                Field("detail", gettext_lazy("Văn bằng, chứng chỉ, hình thức")),
            ),
        ),
        LineSection(
            LineKind.LANGUAGE,
            "15.5",
            (
                Field("what", gettext_lazy("Ngoại ngữ hoặc tin học"), required=True),
                Field("detail", gettext_lazy("Trình độ, chứng chỉ")),
                Field("year", gettext_lazy("Năm cấp"), Kind.YEAR),
            ),
        ),
        LineSection(
            LineKind.COMMENDATION,
            "21",
            (
                Field("year", _YEAR.label, Kind.YEAR, required=True),
                Field("what", gettext_lazy("Hình thức khen thưởng"), required=True),
                Field("body", gettext_lazy("Cấp quyết định")),
                Field("detail", gettext_lazy("Số quyết định")),
            ),
        ),
        LineSection(
            LineKind.DISCIPLINE,
            "22",
            (
                Field("since", gettext_lazy("Ngày quyết định"), Kind.DAY, required=True),
                Field("until", gettext_lazy("Hết hiệu lực"), Kind.DAY),
                Field(
                    "level",
                    gettext_lazy("Hình thức kỷ luật"),
                    Kind.CHOICE,
                    required=True,
                    choices=tuple(DisciplineForm.choices),
                ),
                Field("body", gettext_lazy("Cấp quyết định")),
                Field("detail", gettext_lazy("Lý do")),
            ),
        ),
        LineSection(
            LineKind.EVALUATION,
            "",
            (
                Field("year", _YEAR.label, Kind.YEAR, required=True),
                Field(
                    "level",
                    gettext_lazy("Mức xếp loại"),
                    Kind.CHOICE,
                    required=True,
                    choices=tuple(EvaluationClass.choices),
                ),
                Field("body", gettext_lazy("Cơ quan đánh giá")),
            ),
            gettext_lazy("Bốn mức theo Nghị định 90/2020/NĐ-CP; tiêu chuẩn thường xét ba năm gần."),
        ),
    )
}


# A profile as plain values


def content_of(profile: CandidateProfile) -> Content:
    """The profile as it is now, whole; a profile not stored yet has no lines."""
    lines = list(profile.lines.order_by("kind", "place")) if profile.pk else []
    return content_with(profile, lines)


def content_with(profile: CandidateProfile, lines: Iterable[ProfileLine]) -> Content:
    """The same with lines that are not stored."""
    said: dict[str, list] = {kind.value: [] for kind in LINES}
    for line in lines:
        said[line.kind].append(
            {each.name: _plain(each, line) for each in LINES[LineKind(line.kind)].fields}
        )
    facts = {name: _plain(field, profile) for name, field in FACTS.items()}
    return {"form": FORM, "version": VERSION, "facts": facts, "lines": said}


def _plain(field: Field, row: models.Model) -> Any:
    value = row.serializable_value(field.name)
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()[: 7 if field.kind == Kind.MONTH else 10]
    return str(value) if isinstance(value, str) else value


# A content in words, for pages and for the print


@dataclass(frozen=True)
class Printed:
    """A section in words: facts as (label, value), or lines under their heads."""

    key: str
    title: str
    pairs: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    texts: tuple[str, ...] = ()  # each line as one text, for a narrow page


def form_2c(profile: CandidateProfile) -> list[Printed]:
    """The whole form of a profile, empty sections too."""
    return printed(content_of(profile))


def printed(content: Content, *, mask: bool = False, beyond: tuple[str, ...] = ()) -> list[Printed]:
    """The sections of a content; `mask` hides the number but for its last digits, `beyond` leaves
    sections out.
    """
    sections = [each for each in SECTIONS if each.key not in beyond]
    names_group = any(field.kind == Kind.ETHNICITY for each in sections for field in each.fields)
    groups = group_names(content) if names_group else {}
    facts = [_printed_facts(each, content, groups, mask) for each in sections]
    lists = [_printed_lines(each, content["lines"].get(each.kind, [])) for each in LINES.values()]
    return facts + lists


def filled(sections: list[Printed]) -> list[Printed]:
    """Sections that say anything, without their blanks."""
    kept = [replace(each, pairs=tuple(pair for pair in each.pairs if pair[1])) for each in sections]
    return [each for each in kept if each.pairs or each.rows]


def _printed_facts(
    section: Section, content: Content, groups: dict[str, str], mask: bool
) -> Printed:
    pairs = (pair_of(field, content, groups, mask=mask) for field in section.fields)
    return Printed(section.key, str(section.title), tuple(pairs))


def pair_of(
    field: Field, content: Content, groups: dict[str, str], *, mask: bool
) -> tuple[str, str]:
    """Label and value of a fact, in words."""
    value = content["facts"].get(field.name)
    if field.name == "citizen_id" and mask:
        return label_of(field), masked(value or "")
    return label_of(field), shown(field, value, groups)


def _printed_lines(section: LineSection, lines: list[dict[str, Any]]) -> Printed:
    heads = tuple(label_of(field) for field in section.fields)
    rows = tuple(line_words(section, line) for line in lines)
    texts = tuple(line_text(section, line) for line in lines)
    return Printed(section.kind.value, str(section.title), (), heads, rows, texts)


def line_words(section: LineSection, line: dict[str, Any]) -> tuple[str, ...]:
    """A line cell by cell; a post without an end is held still."""
    words = [shown(field, line.get(field.name)) for field in section.fields]
    if section.kind == LineKind.WORK and not line.get("until"):
        words[1] = _("đến nay")
    return tuple(words)


def line_text(section: LineSection, line: dict[str, Any]) -> str:
    """A line as one text: when, then what."""
    words = line_words(section, line)
    if section.fields[0].name == "since":
        words = (" – ".join(filter(None, words[:2])), *words[2:])
    return " · ".join(filter(None, words))


def label_of(field: Field) -> str:
    return capfirst(str(field.label))


def shown(field: Field, value: Any, groups: dict[str, str] | None = None) -> str:
    """A plain value as people read it; nothing where nothing is said."""
    if value is None or value == "":
        return ""
    if field.kind == Kind.YES_NO:
        return _("Có") if value else _("Không")
    if field.kind == Kind.DAY:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if field.kind == Kind.MONTH:
        return f"{value[5:]}/{value[:4]}"
    if field.kind == Kind.ETHNICITY:
        return (groups or {}).get(value, value)
    return str(dict(field.choices).get(value, value))


def group_names(*contents: Content) -> dict[str, str]:
    """The ethnic groups that contents name, by their codes."""
    codes = {content["facts"].get("ethnicity") for content in contents} - {None}
    if not codes:
        return {}
    return dict(EthnicGroup.objects.filter(pk__in=codes).values_list("pk", "name"))
