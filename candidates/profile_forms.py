"""The profile after form 2C as one form: its facts, and its lines list by list."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameField
from audit import clock
from candidates.form2c import (
    FACTS,
    LINES,
    MOST_LINES,
    SECTIONS,
    Content,
    Field,
    Kind,
    LineKind,
    LineSection,
    Section,
    content_of,
    content_with,
    label_of,
)
from candidates.models import CandidateProfile, ProfileLine
from candidates.models.profile import masked
from candidates.models.profile_line import OLDEST_YEAR

MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})|([0-9]{4})-([0-9]{2})")
TWELVE = re.compile(r"[0-9]{12}")
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
DAY_HELP = _("Ngày/tháng/năm, ví dụ 03/04/1980.")
Place = tuple[str, ...]  # ("facts", name) or ("lines", kind, number, name)


class PlainField(NameField):
    """One line of text that can be seen: single spaces, no sign that only hides."""

    def validate(self, value):
        super().validate(value)
        if not value.isprintable():
            raise forms.ValidationError(gettext("Có ký tự không nhìn thấy. Hãy gõ lại."))


class MonthField(forms.Field):
    """A month as people write it, 09/2010; kept as its first day."""

    widget = forms.TextInput

    def prepare_value(self, value):
        if isinstance(value, date):
            return f"{value:%m/%Y}"
        found = MONTH.fullmatch(value or "")
        return f"{found[4]}/{found[3]}" if found and found[3] else value

    def to_python(self, value):
        found = MONTH.fullmatch((value or "").strip())
        if not (value or "").strip():
            return None
        month, year = (int(found[1] or found[4]), int(found[2] or found[3])) if found else (0, 0)
        if not 1 <= month <= 12 or year < OLDEST_YEAR:
            raise forms.ValidationError(gettext("Hãy ghi tháng/năm, ví dụ 09/2010."))
        return date(year, month, 1)


def _year(field: Field) -> forms.IntegerField:
    return forms.IntegerField(min_value=OLDEST_YEAR, max_value=clock.today().year)


def _choice(field: Field) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", "–"), *field.choices])


def _text(field: Field) -> PlainField:
    return PlainField(max_length=field.most)


MADE = {
    Kind.TEXT: _text,
    Kind.DAY: lambda field: forms.DateField(),
    Kind.MONTH: lambda field: MonthField(),
    Kind.YEAR: _year,
    Kind.CHOICE: _choice,
}


def input_of(field: Field) -> forms.Field:
    """The form field of a column of a list."""
    made = MADE[field.kind](field)
    made.label, made.required, made.help_text = label_of(field), field.required, field.help
    if field.kind in (Kind.DAY, Kind.MONTH, Kind.YEAR):
        made.widget = forms.DateInput() if field.kind == Kind.DAY else forms.TextInput()
        made.widget.attrs.update(NUMERIC)
    return made


class ProfileForm(forms.ModelForm):
    is_party_member = forms.NullBooleanField(
        label=_("Đảng viên"),
        required=False,
        widget=forms.Select(
            choices=[("", _("chưa có thông tin")), ("True", _("Có")), ("False", _("Không"))]
        ),
    )
    citizen_id = forms.CharField(
        label=_("Số định danh cá nhân"),
        max_length=12,
        help_text=_("12 chữ số trên thẻ căn cước."),
        widget=forms.TextInput(attrs=NUMERIC),
    )

    class Meta:
        model = CandidateProfile
        fields = [*FACTS]
        help_texts = {
            "birth_on": DAY_HELP,
            "phone": _("Cơ quan tổ chức thi gọi số này khi cần gấp."),
            **{name: field.help for name, field in FACTS.items() if field.help},
        }
        widgets = {
            "birth_on": forms.DateInput(attrs={"autocomplete": "bday", "inputmode": "numeric"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in FACTS.items():
            if field.kind == Kind.TEXT and name != "citizen_id":
                made = self.fields[name]
                self.fields[name] = PlainField(
                    label=made.label,
                    required=made.required,
                    max_length=field.most,
                    help_text=made.help_text,
                    widget=made.widget,
                )
        self._keep_number_hidden()

    def _keep_number_hidden(self) -> None:
        """A number that is stored is not shown again whole; an empty field leaves it."""
        self.stored_number = self.instance.citizen_id
        if self.stored_number:
            field, shown = self.fields["citizen_id"], masked(self.stored_number)
            field.required, field.widget.attrs["placeholder"] = False, shown
            field.help_text = gettext("Đã lưu %(number)s. Chỉ ghi khi cần đổi.") % {"number": shown}
            self.initial["citizen_id"] = self.initial["citizen_id"] if self._is_typed() else ""

    def _is_typed(self) -> bool:
        return self.initial.get("citizen_id") != self.stored_number

    def clean_citizen_id(self):
        """An identity card of nine digits is void since 01/01/2025: one stored before is kept."""
        number = self.cleaned_data["citizen_id"] or self.stored_number
        if number != self.stored_number and not TWELVE.fullmatch(number):
            raise forms.ValidationError(
                gettext("Số định danh cá nhân gồm đúng 12 chữ số, không dấu cách.")
            )
        return number

    def clean_birth_on(self):
        day = self.cleaned_data["birth_on"]
        if day >= clock.today():
            raise forms.ValidationError(gettext("Ngày sinh phải ở trong quá khứ."))
        return day

    def clean(self):
        data = super().clean()
        joined, official = data.get("party_joined_on"), data.get("party_official_on")
        if joined and official and official < joined:
            self.add_error(
                "party_official_on", gettext("Ngày chính thức không thể trước ngày vào Đảng.")
            )
        return data


class ProfileFileForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp lý lịch"),
        help_text=_("Tệp XLSX hoặc JSON tải từ trang lý lịch, tối đa 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
        allow_empty_file=True,
    )


class LineForm(forms.Form):
    """One line; one that says nothing is no line."""

    def __init__(self, *args, section: LineSection, **kwargs):
        super().__init__(*args, **kwargs)
        self.section = section
        self.fields.update({field.name: input_of(field) for field in section.fields})

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("Không thể trước lúc bắt đầu."))
        return data


class LineSet(BaseFormSet):
    """The lines of one list. Each may be left empty, those that were stored too."""

    def initial_form_count(self):
        return 0

    def clean(self):
        """One class a year."""
        seen = set()
        for form in self.forms:
            year = form.cleaned_data.get("year") if hasattr(form, "cleaned_data") else None
            if form.section.kind == LineKind.EVALUATION and year in seen:
                form.add_error("year", gettext("Năm này đã có mức xếp loại."))
            seen.add(year) if year else None

    def lines(self) -> list[ProfileLine]:
        """What was said, not stored; the form is valid."""
        said = [form for form in self.forms if form.cleaned_data]
        return [
            ProfileLine(kind=form.section.kind, place=place, **form.cleaned_data)
            for place, form in enumerate(said)
        ]


LineSets = formset_factory(
    LineForm, formset=LineSet, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES + 1,
    validate_max=True,
)  # fmt: skip


class ProfileForms:
    """Facts and lines as one: what is stored, what was sent to be kept, or what is being typed."""

    def __init__(self, profile: CandidateProfile, data: Mapping[str, str] | None = None):
        """Bound to `data`; lists it does not mention stay as they are stored."""
        self.profile, whole = profile, None
        if data is not None:
            whole = _flat(data)
            whole |= _lists_not_sent(content_of(profile), whole)
        self.form = ProfileForm(whole, instance=profile)
        stored = _stored_lines(profile) if data is None else {}
        self.lists = {kind: _line_set(kind, whole, stored.get(kind, [])) for kind in LINES}
        self.opened = ""

    @classmethod
    def retyped(cls, profile: CandidateProfile, data: QueryDict) -> "ProfileForms":
        """Everything as it was sent, nothing judged, with one line more or one less."""
        made, sent = cls(profile), _flat(data)
        made.form = ProfileForm(instance=profile, initial={n: sent.get(n, "") for n in FACTS})
        kind, _dash, number = (sent.get("drop") or sent.get("add", "")).partition("-")
        for each in LINES:
            lines = _sent_lines(each, sent)
            if each == kind and number.isdecimal():
                del lines[int(number) : int(number) + 1]
            elif each == kind and len(lines) < MOST_LINES:
                lines.append({})
            made.lists[each] = _line_set(each, None, lines)
        made.opened = kind
        return made

    def is_valid(self) -> bool:
        """Every part is asked, so that all that is wrong is said at once."""
        return all([self.form.is_valid(), *[each.is_valid() for each in self.lists.values()]])

    def lines(self) -> list[ProfileLine]:
        return [line for each in self.lists.values() for line in each.lines()]

    def content(self) -> Content:
        """What the valid form says."""
        return content_with(self.form.instance, self.lines())

    def faults(self) -> Iterator[tuple[Place, str]]:
        """What is wrong, and where."""
        for name, errors in self.form.errors.items():
            yield ("facts", name), " ".join(errors)
        for kind, each in self.lists.items():
            for error in each.non_form_errors():
                yield ("lines", kind.value), error
            for number, form in enumerate(each.forms):
                for name, errors in form.errors.items():
                    yield ("lines", kind.value, str(number), name), " ".join(errors)

    # As the page shows them

    def needed(self) -> list[forms.BoundField]:
        return [self.form[field.name] for field in SECTIONS[0].fields]

    def groups(self) -> list[dict[str, Any]]:
        """What may be filled in when it is needed: section by section, how much of it is."""
        return [self._group(section) for section in SECTIONS[1:]]

    def _group(self, section: Section) -> dict[str, Any]:
        fields = [self.form[field.name] for field in section.fields]
        n_filled = sum(field.value() not in (None, "") for field in fields)
        words = {"n": n_filled, "total": len(fields)}
        return {
            "key": section.key,
            "title": section.title,
            "help": section.help,
            "fields": fields,
            "count": gettext("%(n)s/%(total)s mục") % words if n_filled else gettext("chưa điền"),
            "open": any(field.errors for field in fields),
        }

    def listed(self) -> list[dict[str, Any]]:
        return [self._listed(kind, each) for kind, each in self.lists.items()]

    def _listed(self, kind: LineKind, lines: LineSet) -> dict[str, Any]:
        n_lines = sum(any(form[name].value() for name in form.fields) for form in lines.forms)
        return {
            "key": kind.value,
            "title": kind.label,
            "help": LINES[kind].help,
            "formset": lines,
            "count": gettext("%(n)s dòng") % {"n": n_lines} if n_lines else gettext("chưa điền"),
            "open": self.opened == kind or (lines.is_bound and not lines.is_valid()),
            "next": f"{kind}-{len(lines.forms)}" if len(lines.forms) < MOST_LINES else "",
        }

    def errors(self) -> list[dict[str, str]]:
        """What is wrong in words, each with the id of its field."""
        if self.form.is_bound:
            return [_error(place, text) for place, text in self.faults()]
        return []


def _error(place: Place, text: str) -> dict[str, str]:
    if place[0] == "facts":
        field = FACTS.get(place[1])
        label = f"{label_of(field)}: " if field else ""
        return {"id": f"id_{place[1]}" if field else "", "text": f"{label}{text}"}
    section = LINES[LineKind(place[1])]
    if len(place) == 2:
        return {"id": place[1], "text": f"{section.title}: {text}"}
    labels = {field.name: label_of(field) for field in section.fields}
    words = {"list": section.title, "n": int(place[2]) + 1, "field": labels.get(place[3], "")}
    where = gettext("%(list)s, dòng %(n)s, %(field)s") % words
    return {"id": f"id_{'-'.join(place[1:])}", "text": f"{where}: {text}"}


def _stored_lines(profile: CandidateProfile) -> dict[str, list[dict]]:
    """The lines by list; a list without any offers one to fill in."""
    found: dict[str, list[dict]] = {kind: [] for kind in LINES}
    for line in profile.lines.order_by("kind", "place") if profile.pk else []:
        names = [field.name for field in LINES[LineKind(line.kind)].fields]
        found[line.kind].append({name: getattr(line, name) for name in names})
    return {kind: lines or [{}] for kind, lines in found.items()}


def _sent_lines(kind: LineKind, sent: Mapping[str, str]) -> list[dict]:
    total = sent.get(f"{kind}-TOTAL_FORMS", "")
    n_lines = min(int(total), MOST_LINES) if total.isdecimal() and len(total) < 4 else 0
    names = [field.name for field in LINES[kind].fields]
    return [{n: sent.get(f"{kind}-{place}-{n}", "") for n in names} for place in range(n_lines)]


def _line_set(kind: LineKind, data: Mapping[str, str] | None, lines: list[dict]) -> LineSet:
    kwargs = {"section": LINES[kind], "use_required_attribute": False}
    made = LineSets(data, prefix=kind.value, form_kwargs=kwargs, initial=lines or None)
    made.extra = len(lines)
    return made


def _flat(data: Mapping[str, str]) -> dict[str, str]:
    return data.dict() if isinstance(data, QueryDict) else dict(data)


def _lists_not_sent(stored: Content, sent: Mapping[str, str]) -> dict[str, str]:
    lists = stored["lines"].items()
    missing = {kind: lines for kind, lines in lists if f"{kind}-TOTAL_FORMS" not in sent}
    return typed_of({"facts": {}, "lines": missing})


def typed_of(content: Content) -> dict[str, str]:
    """A content as somebody would have typed it into the form."""
    typed = {name: _typed(said) for name, said in content["facts"].items()}
    for kind, lines in content["lines"].items():
        typed |= {f"{kind}-TOTAL_FORMS": str(len(lines)), f"{kind}-INITIAL_FORMS": "0"}
        for number, line in enumerate(lines):
            typed |= {f"{kind}-{number}-{name}": _typed(said) for name, said in line.items()}
    return typed


def _typed(said: Any) -> str:
    return "" if said is None else str(said)
