from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Province
from audit import clock
from reports.figures import Filters
from reports.queries import CENTRAL, LOCAL, Place

FIRST_DAY = date(2017, 1, 1)
SCOPES = (
    ("", _("Cả nước, theo quyền được xem")),
    (CENTRAL, _("Trung ương")),
    (LOCAL, _("Địa phương")),
)


def _day(label) -> forms.DateField:
    widget = forms.DateInput(attrs={"size": 10, "autocomplete": "off"})
    return forms.DateField(label=label, required=False, widget=widget)


class ReportForm(forms.Form):
    """Period, as-of day, epoch and scope; everything has a default."""

    start = _day(_("Từ ngày"))
    end = _day(_("Đến ngày"))
    as_of = _day(_("Số liệu đến ngày"))
    epoch = forms.ChoiceField(
        label=_("Danh mục tỉnh"), required=False, choices=Province.Epoch.choices
    )
    scope = forms.ChoiceField(label=_("Phạm vi"), required=False)

    def __init__(self, data: Any = None, *, places: list[Place]):
        super().__init__(data)
        scope = self.fields["scope"]
        scope.choices = [*SCOPES, *((place.key, place.name) for place in places)]
        scope.error_messages["invalid_choice"] = _(
            "Danh mục tỉnh này không có phạm vi đã chọn, hoặc bạn không được xem. Hãy chọn lại."
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
        start = data.get("start") or min(FIRST_DAY, end)
        scope = data.get("scope") or ""
        return make_filters(start, end, data.get("as_of"), data.get("epoch"), scope)


def epoch_of(data: Any) -> str:
    """The epoch asked for; which places there are hangs on it."""
    epoch = data.get("epoch")
    return epoch if epoch in Province.Epoch.values else Province.Epoch.PILOT.value


def make_filters(
    start: date, end: date, as_of: date | None, epoch: str | None, scope: str = ""
) -> Filters:
    """As-of defaults to the last day of the period and never lies in the future."""
    as_of = min(as_of or end, clock.today())
    return Filters(start, end, as_of, epoch or Province.Epoch.PILOT.value, scope)


class WorkbookForm(forms.Form):
    """A workbook of past exams."""

    file = forms.FileField(
        label=_("Bảng tính XLSX"),
        help_text=_("Theo mẫu, tối đa 10 MB và 20 000 dòng mỗi trang."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
