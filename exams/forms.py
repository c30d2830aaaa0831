import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from audit import clock
from candidates.complaint_forms import DocumentForm
from exams.models import Presentation
from exams.readings import Reading, checked

HEARD = [
    choice
    for choice in Presentation.Attendance.choices
    if choice[0] != Presentation.Attendance.EXPECTED
]
TYPED = {"inputmode": "decimal", "autocomplete": "off"}
LARGE = {"class": "form-control-lg num"}
MARK = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?\Z")


class MarkField(forms.DecimalField):
    """A mark with a decimal comma or point in either language, and no sign for thousands:
    Django's localised field reads "0.100" as 100 in Vietnamese and refuses "8,5" in English.
    """

    def __init__(self, **kwargs):
        super().__init__(max_digits=7, decimal_places=2, min_value=0, **kwargs)

    def to_python(self, value):
        text = str(value or "").strip()
        if text and not MARK.match(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text.replace(",", "."))


class AttendanceForm(forms.Form):
    attendance = forms.ChoiceField(label=_("Có mặt"), choices=HEARD)
    held_on = forms.DateField(label=_("Ngày thi"), initial=clock.today)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Ngày thi không thể ở tương lai."))
        return day


class SlipBoxes(forms.Form):
    """Boxes of slips: one for a whole slip, or one for each criterion of the regulation."""

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = rules

    def criteria_of(self, key) -> dict:
        """The criteria by the names of their boxes on one slip."""
        return {f"{key}-{place}": each for place, each in enumerate(self.rules.criteria, start=1)}

    def add_boxes(self, key, whole, **attrs) -> None:
        """`whole` is the field of a slip without criteria."""
        self.fields |= {
            name: forms.CharField(
                label=_("%(criterion)s (tối đa %(most)s)")
                % {"criterion": each.label, "most": number_format(each.most)},
                required=False,
                widget=forms.TextInput(attrs=TYPED | attrs),
            )
            for name, each in self.criteria_of(key).items()
        } or {key: whole}

    def read(self, key) -> Reading | None:
        """What was read on one slip; None where it may not stand, and the boxes say why."""
        names = {each.code: name for name, each in self.criteria_of(key).items()}
        if not names and key in self.errors:
            return None
        points = {code: self.cleaned_data.get(name, "") for code, name in names.items()}
        try:
            return checked(Reading(self.cleaned_data.get(key), points), self.rules)
        except ValidationError as fault:
            faults = fault.error_dict if names else {key: fault}
            for code, each in faults.items():
                self.add_error(names.get(code, code), each)


class SlipForm(SlipBoxes):
    """One slip, read the first or the second time."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs=TYPED | LARGE)
        self.add_boxes("value", MarkField(label=_("Điểm trên phiếu"), widget=widget), **LARGE)
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def clean(self):
        super().clean()
        self.reading = self.read("value")


class SlipGrid(SlipBoxes):
    """All slips of one candidate that this clerk may type now; a blank one is left for later."""

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {line.member.public_id: line for line in lines}
        for key, line in self.lines.items():
            whole = MarkField(
                label=f"{line.member.person.full_name} · {_nth(line)}",
                required=False,
                max_value=self.rules.most,
                widget=forms.TextInput(attrs=TYPED),
            )
            self.add_boxes(key, whole)

    def clean(self):
        super().clean()
        filled = [key for key in self.lines if self._is_filled(key)]
        self.readings = [(self.lines[key], self.read(key)) for key in filled]

    def _is_filled(self, key) -> bool:
        names = self.criteria_of(key) or [key]
        return any(self.cleaned_data.get(name) not in (None, "") for name in names)

    def rows(self) -> list[dict]:
        """As `components/_score_grid.html` shows them."""
        return [self._row(key, line) for key, line in self.lines.items()]

    def _row(self, key, line) -> dict:
        boxes = [
            self._box(name) | {"label": each.label, "max": number_format(each.most)}
            for name, each in self.criteria_of(key).items()
        ]
        if boxes:
            label = line.member.person.full_name
            return {"name": key, "label": label, "boxes": boxes, "words": _nth(line)}
        return self._box(key) | {"label": self.fields[key].label, "words": _nth(line)}

    def _box(self, name) -> dict:
        error = " ".join(self.errors.get(name, []))
        return {"name": name, "value": self.data.get(name, ""), "error": error}


def _nth(line) -> str:
    return _("đối chiếu") if line.slip else _("lần một")


class AppointmentForm(forms.Form):
    on = forms.DateField(label=_("Ngày quyết định bổ nhiệm"))

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Ngày bổ nhiệm không thể ở tương lai."))
        return day


class ProceedForm(DocumentForm):
    """Why the appointment goes on although letters are open, and the paper that says so."""

    reason = NormalisedCharField(
        label=_("Lý do tiếp tục"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Không ghi tên người gửi đơn."),
    )
    field_order = ("reason", "document_no", "document_on", "signer")
