"""Forms of the written round up to the opening of the map."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import clock
from exams.models import Seat
from exams.workflow.sitting import SeatEntry, facts_of

Attendance = Seat.Attendance
SANCTIONS = {"reprimand": _("Khiển trách"), "warning": _("Cảnh cáo")}
MOST_SHEETS = 99


class SittingForm(forms.Form):
    held_on = forms.DateField(label=_("Ngày thi viết"), initial=clock.today)
    place = forms.CharField(label=_("Địa điểm, phòng thi"), max_length=200)


class FinishForm(forms.Form):
    minutes_no = forms.CharField(label=_("Số biên bản coi thi"), max_length=60)


class SpareForm(forms.Form):
    """`seen` is the version of the map the page showed."""

    spare_seal = forms.CharField(label=_("Số niêm phong trên phong bì"), max_length=60)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """What a page with one button showed, so that it is not acted on twice."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class UnshownInput(forms.TextInput):
    """What was typed is never sent back. No password field: browsers offer to keep those."""

    def format_value(self, value) -> None:
        return None


class KeyForm(forms.Form):
    """A holder's printed key; `ceremony` is the opening the page showed, empty before the first."""

    secret = forms.CharField(
        label=_("Mã khóa trên phiếu của bạn"),
        max_length=100,
        help_text=_("32 ký tự chia thành 8 nhóm; chữ hoa hay chữ thường, có hay không dấu gạch."),
        widget=UnshownInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "font-monospace",
            }
        ),
    )
    ceremony = forms.CharField(required=False, widget=forms.HiddenInput)


def sanction_label(code: str, percent: Decimal) -> str:
    """A sanction with what it takes off the mark."""
    words = {"name": SANCTIONS.get(code, code), "percent": number_format(percent)}
    return gettext("%(name)s (trừ %(percent)s%%)") % words


class SeatGrid(forms.Form):
    """The minutes of the seats of one page; a row left as it was is not touched."""

    def __init__(self, *args, seats: Sequence[Seat], sanctions: dict[str, Decimal], **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        chosen = [("", gettext("Không"))]
        chosen += [(code, sanction_label(code, percent)) for code, percent in sanctions.items()]
        for seat in self.seats:
            self._add_row(seat, chosen)

    def _add_row(self, seat: Seat, sanctions: list[tuple[str, str]]) -> None:
        attendance, sheets, sanction = facts_of(seat)
        number, key = seat.application.number, seat.public_id
        self.fields |= {
            f"attendance-{key}": forms.ChoiceField(
                choices=Attendance.choices,
                initial=attendance,
                widget=forms.Select(attrs=_named(gettext("Có mặt"), number, "form-select")),
            ),
            f"sheets-{key}": forms.IntegerField(
                required=False,
                min_value=0,
                max_value=MOST_SHEETS,
                initial=sheets or None,
                widget=forms.TextInput(
                    attrs=_named(gettext("Số tờ"), number, "form-control numeric")
                    | {"inputmode": "numeric", "autocomplete": "off"}
                ),
            ),
            f"sanction-{key}": forms.ChoiceField(
                required=False,
                choices=sanctions,
                initial=sanction,
                widget=forms.Select(attrs=_named(gettext("Xử lý"), number, "form-select")),
            ),
            f"seen-{key}": forms.CharField(
                initial=f"{attendance}:{sheets}:{sanction}", widget=forms.HiddenInput
            ),
        }

    def rows(self) -> list[dict]:
        """Each seat with its fields, as the page shows them."""
        return [self._row(seat) for seat in self.seats]

    def _row(self, seat: Seat) -> dict:
        names = ("attendance", "sheets", "sanction", "seen")
        fields = {name: self[f"{name}-{seat.public_id}"] for name in names}
        return fields | {"seat": seat, "fields": list(fields.values())}

    def entries(self, *, all_sat: bool) -> list[SeatEntry]:
        """The rows as they were sent; `all_sat`: one sheet for each row not minuted yet."""
        return [self._entry(seat, all_sat) for seat in self.seats]

    def _entry(self, seat: Seat, all_sat: bool) -> SeatEntry:
        sent, key = self.cleaned_data, seat.public_id
        attendance, sheets = sent[f"attendance-{key}"], sent[f"sheets-{key}"] or 0
        sanction, seen = sent[f"sanction-{key}"], _seen(sent[f"seen-{key}"])
        untouched = (Attendance.EXPECTED, 0, "")
        if all_sat and seen == (attendance, sheets, sanction) == untouched:
            attendance, sheets = Attendance.SAT.value, 1
        return SeatEntry(seat, attendance, sheets, sanction, seen)


def _named(label: str, number: str, classes: str) -> dict[str, str]:
    return {"aria-label": f"{label}: {number}", "class": classes}


def _seen(text: str) -> tuple[str, int, str]:
    """A row as the page showed it; what no page ever sent equals no row."""
    attendance, _colon, rest = text.partition(":")
    sheets, _colon, sanction = rest.partition(":")
    return attendance, int(sheets) if sheets in map(str, range(MOST_SHEETS + 1)) else -1, sanction
