import re

from django import forms
from django.utils.translation import gettext_lazy as _

from audit import clock
from exams.models import Presentation

HEARD = [
    choice
    for choice in Presentation.Attendance.choices
    if choice[0] != Presentation.Attendance.EXPECTED
]


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


class SlipForm(forms.Form):
    value = MarkField(
        label=_("Điểm trên phiếu"),
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "autofocus": True,
                "class": "form-control-lg num",
            }
        ),
    )


class SlipGrid(forms.Form):
    """All slips of one candidate that this clerk may type now; a blank one is left for later."""

    def __init__(self, *args, lines, most, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {line.member.public_id: line for line in lines}
        for key, line in self.lines.items():
            reading = _("đối chiếu") if line.slip else _("lần một")
            self.fields[key] = MarkField(
                label=f"{line.member.person.full_name} · {reading}",
                required=False,
                max_value=most,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def rows(self) -> list[dict]:
        """As `components/_score_grid.html` shows them."""
        return [
            {
                "name": key,
                "label": self.fields[key].label,
                "value": self.data.get(key, ""),
                "error": " ".join(self.errors.get(key, [])),
                "words": self.fields[key].label.rpartition(" · ")[2],
            }
            for key in self.fields
        ]

    def readings(self) -> list[tuple]:
        """Line and value of every slip that was filled in."""
        values = self.cleaned_data
        return [(self.lines[key], values[key]) for key in self.fields if values[key] is not None]


class AppointmentForm(forms.Form):
    on = forms.DateField(label=_("Ngày quyết định bổ nhiệm"))

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Ngày bổ nhiệm không thể ở tương lai."))
        return day
