from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Province
from audit import clock
from reports.queries import Filters

FIRST_DAY = date(2017, 1, 1)


def _day(label) -> forms.DateField:
    widget = forms.DateInput(attrs={"size": 10, "autocomplete": "off"})
    return forms.DateField(label=label, required=False, widget=widget)


class ReportForm(forms.Form):
    """Period, as-of day and epoch; everything has a default."""

    start = _day(_("Từ ngày"))
    end = _day(_("Đến ngày"))
    as_of = _day(_("Số liệu đến ngày"))
    epoch = forms.ChoiceField(
        label=_("Danh mục tỉnh"), required=False, choices=Province.Epoch.choices
    )

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and start > end:
            self.add_error("end", _("Đến ngày phải sau từ ngày."))
        return data

    def filters(self) -> Filters:
        """The filters, with defaults for what was left out or could not be read."""
        data = self.cleaned_data if self.is_valid() else {}
        end = data.get("end") or clock.today()
        return make_filters(
            data.get("start") or min(FIRST_DAY, end), end, data.get("as_of"), data.get("epoch")
        )


def make_filters(start: date, end: date, as_of: date | None, epoch: str | None) -> Filters:
    """As-of defaults to the last day of the period and never lies in the future."""
    as_of = min(as_of or end, clock.today())
    return Filters(start, end, as_of, epoch or Province.Epoch.PILOT.value)
