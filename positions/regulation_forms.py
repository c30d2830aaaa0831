import json
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.models import CODE, Agency, Membership
from agencies.queries import agencies_where
from positions.models import Regulation
from positions.regulation_fields import (
    CHOICE,
    CHOICES,
    CODES,
    CRITERIA,
    DECIMAL,
    INT,
    NUMBERS,
    PLAIN_DECIMAL,
    YES,
    Field,
)
from positions.regulation_words import get, groups_of, line_of

SMALL_FILE = 200_000


class DraftForm(forms.Form):
    """Which sample to begin from, for whom, under which code."""

    owner = forms.ModelChoiceField(label=_("Cơ quan ban hành"), queryset=Agency.objects.none())
    code = forms.CharField(
        label=_("Mã quy chế"),
        max_length=40,
        validators=[CODE],
        help_text=_("Mã mới, hoặc mã quy chế của cơ quan mình để soạn phiên bản tiếp theo."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = agencies_where(user, Membership.Role.AGENCY_HR)
        self.fields["owner"].queryset = mine
        if mine.count() == 1:
            self.fields["owner"].initial = mine.get()


class RegulationForm(forms.Form):
    """Every sentence that applies, with its value; empty where the regulation does not say."""

    name = NormalisedCharField(label=_("Tên"), max_length=200)
    document_no = NormalisedCharField(
        label=_("Số, ký hiệu quyết định ban hành"), max_length=60, required=False
    )
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý (mỗi dòng một văn bản)"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, regulation: Regulation, **kwargs):
        values = regulation.values
        initial = {
            "name": regulation.name,
            "document_no": regulation.document_no,
            "legal_basis": "\n".join(regulation.legal_basis),
        }
        self.groups = groups_of(values)
        for group in self.groups:
            initial |= {f.name: _shown(f, get(values, f.path)) for f in group.fields}
        super().__init__(*args, initial=initial, **kwargs)
        for group in self.groups:
            for field in group.fields:
                self.fields[field.name] = _input(field)

    def sections(self):
        """The inputs in their groups, for the page."""
        heads = [self[name] for name in ("name", "document_no", "legal_basis")]
        yield _("Văn bản"), heads
        for group in self.groups:
            yield group.title, [self[field.name] for field in group.fields]

    def changes(self):
        """Path → value, as the regulation keeps it."""
        return {
            field.path: _kept(field, self.cleaned_data[field.name])
            for group in self.groups
            for field in group.fields
        }

    def heads(self):
        lines = self.cleaned_data["legal_basis"].splitlines()
        return {
            "name": self.cleaned_data["name"],
            "document_no": self.cleaned_data["document_no"],
            "legal_basis": [line.strip() for line in lines if line.strip()],
        }


class UploadForm(forms.Form):
    file = forms.FileField(label=_("Tệp quy chế đã xuất (JSON)"))

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > SMALL_FILE:
            raise forms.ValidationError(_("Tệp quá lớn: quy chế không dài như vậy."))
        try:
            return json.loads(upload.read().decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("Tệp này không đọc được như JSON.")) from error


def _input(field: Field) -> forms.Field:
    return INPUTS[field.kind](field)


def _whole(field: Field) -> forms.Field:
    bounds = {"min_value": field.least, "max_value": field.most}
    return forms.IntegerField(label=field.label, required=not field.optional, **bounds)


def _decimal(field: Field) -> forms.Field:
    places = {"max_digits": 9, "decimal_places": 4, "min_value": 0, "localize": True}
    return forms.DecimalField(label=field.label, required=not field.optional, **places)


def _yes(field: Field) -> forms.Field:
    kind = forms.NullBooleanField if field.optional else forms.BooleanField
    return kind(label=field.label, required=False)


def _choice(field: Field) -> forms.Field:
    nothing = [("", _("quy chế không quy định"))] if field.optional else []
    choices = [*nothing, *field.choices]
    return forms.ChoiceField(label=field.label, required=not field.optional, choices=choices)


def _several(field: Field) -> forms.Field:
    return forms.MultipleChoiceField(
        label=field.label,
        required=False,
        choices=field.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class LinesField(forms.CharField):
    """One item a line."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **kwargs)

    def clean(self, value):
        lines = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        return [self._item(words) for words in lines]


class CodesField(LinesField):
    """A code a line."""

    @staticmethod
    def _item(words):
        if len(words) != 1:
            raise forms.ValidationError(_("Mỗi dòng chỉ một mã, không có dấu cách."))
        return words[0]


class CriteriaField(LinesField):
    """A code and its maximum a line."""

    @staticmethod
    def _item(words):
        number = words[-1].replace(",", ".")
        if len(words) != 2 or not PLAIN_DECIMAL.match(number):
            raise forms.ValidationError(_("Mỗi dòng: mã, dấu cách, điểm tối đa; ví dụ: build 20."))
        return {"code": words[0], "max": number}


class NumbersField(forms.CharField):
    """Whole numbers with blanks or commas between them."""

    def __init__(self, **kwargs):
        super().__init__(required=False, help_text=_("Ví dụ: 5 7 9"), **kwargs)

    def clean(self, value):
        parts = super().clean(value).replace(",", " ").replace(";", " ").split()
        if not all(part.isdecimal() and len(part) < 4 for part in parts):
            raise forms.ValidationError(_("Chỉ ghi các số, cách nhau bằng dấu cách."))
        return sorted({int(part) for part in parts})


INPUTS = {
    INT: _whole,
    DECIMAL: _decimal,
    YES: _yes,
    CHOICE: _choice,
    CHOICES: _several,
    CODES: lambda field: CodesField(label=field.label, help_text=_("Mỗi dòng một mã.")),
    CRITERIA: lambda field: CriteriaField(
        label=field.label, help_text=_("Mỗi dòng: mã và điểm tối đa, ví dụ: build 20.")
    ),
    NUMBERS: lambda field: NumbersField(label=field.label),
}


def _shown(field: Field, value):
    if field.kind in (CODES, CRITERIA):
        return "\n".join(line_of(each) for each in value or [])
    if field.kind == NUMBERS:
        return " ".join(map(str, value or []))
    return value if field.kind != DECIMAL or value is None else Decimal(value)


def _kept(field: Field, value):
    if value in (None, "", []):
        return [] if field.path == "rules.tie_break" else None
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
