from django import forms
from django.utils.translation import gettext_lazy as _

from audit import clock
from exams.models import Presentation

HEARD = [
    choice
    for choice in Presentation.Attendance.choices
    if choice[0] != Presentation.Attendance.EXPECTED
]


class AttendanceForm(forms.Form):
    attendance = forms.ChoiceField(label=_("Có mặt"), choices=HEARD)
    held_on = forms.DateField(label=_("Ngày thi"), initial=clock.today)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Ngày thi không thể ở tương lai."))
        return day


class SlipForm(forms.Form):
    value = forms.DecimalField(
        label=_("Điểm trên phiếu"),
        max_digits=7,
        decimal_places=2,
        min_value=0,
        localize=True,
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "autofocus": True,
                "class": "form-control-lg num",
            }
        ),
    )


class AppointmentForm(forms.Form):
    on = forms.DateField(label=_("Ngày quyết định bổ nhiệm"))

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Ngày bổ nhiệm không thể ở tương lai."))
        return day
