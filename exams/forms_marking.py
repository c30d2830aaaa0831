"""Forms of marking: a marker's sheet, a correction, the third marker, the chair's decision."""

from decimal import Decimal

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.forms import MarkField
from exams.queries.marking import NEEDS, SheetLine
from positions.models import Duty

BOX = {"inputmode": "decimal", "autocomplete": "off"}


def mark_field(most: Decimal, **kwargs) -> MarkField:
    """A mark on the regulation's scale; a wrong one is told how to be right."""
    words = _("Điểm là số từ 0 đến %(most)s, nhiều nhất hai chữ số thập phân.") % {
        "most": f"{most:f}"
    }
    faults = dict.fromkeys(("invalid", "max_value", "min_value", "max_decimal_places"), words)
    return MarkField(max_value=most, error_messages=faults, **kwargs)


class MarkSheet(forms.Form):
    """The papers of one page; a blank box is left for later.

    A box of a page that has grown old, whose paper has its mark already, is no fault when it
    holds that very mark, and otherwise tells both numbers.
    """

    def __init__(self, *args, lines: list[SheetLine], most: Decimal, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {line.key: line for line in lines}
        self.conflicts: list[str] = []
        for key, line in self.lines.items():
            self.fields[key] = mark_field(most, label=line.code, required=False)

    def clean(self):
        values = super().clean()
        for key, line in self.lines.items():
            typed = values.get(key)
            if line.mark and typed is not None and typed != line.mark.value:
                self.conflicts.append(key)
                self.add_error(key, _old_page(line.mark.value, typed))
        return values

    def waiting(self) -> dict:
        """Assignment and number (or none) of every box whose paper has no mark yet."""
        return {
            line.assignment: self.cleaned_data[key]
            for key, line in self.lines.items()
            if line.mark is None
        }

    def rows(self) -> list[dict]:
        """As `exams/marking_sheet.html` shows them."""
        return [
            {
                "name": key,
                "line": line,
                "value": self.data.get(key, "") if self.is_bound else _as_typed(line.draft),
                "error": " ".join(self.errors.get(key, [])),
            }
            for key, line in self.lines.items()
        ]


def _old_page(given: Decimal, typed: Decimal) -> str:
    return _(
        "Bài này đã có điểm %(given)s. Số %(typed)s vừa gõ chưa được ghi; "
        "muốn đổi điểm hãy bấm “Sửa điểm”."
    ) % {"given": _as_typed(given), "typed": _as_typed(typed)}


def _as_typed(value: Decimal | None) -> str:
    return "" if value is None else number_format(value, 2, force_grouping=False)


class CorrectionForm(forms.Form):
    """A new mark in place of one's own, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do sửa"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Lý do được lưu cùng điểm cũ và điểm mới."),
    )
    field_order = ("value", "reason")

    def __init__(self, *args, most: Decimal, current: Decimal, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current
        widget = forms.TextInput(attrs=BOX)
        self.fields["value"] = mark_field(most, label=_("Điểm mới"), widget=widget)
        self.order_fields(self.field_order)

    def clean_value(self) -> Decimal:
        value = self.cleaned_data["value"]
        if value == self.current:
            raise forms.ValidationError(_("Điểm mới giống điểm đang có."))
        return value


class MarkerChoice(forms.ModelChoiceField):
    def label_from_instance(self, duty: Duty) -> str:
        return _("%(name)s · còn %(n)s bài chưa chấm") % {
            "name": duty.person.full_name,
            "n": duty.left,
        }


class ThirdForm(forms.Form):
    """Who marks a disputed paper next; nobody who has marked it."""

    def __init__(self, *args, markers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["marker"] = MarkerChoice(
            markers,
            to_field_name="public_id",
            label=_("Người chấm thứ ba"),
            empty_label=_("Chọn người chấm"),
        )


class DecisionForm(forms.Form):
    """The chair's mark and the minutes that hold it."""

    minutes_no = forms.CharField(label=gettext_lazy("Số biên bản"), max_length=60)
    field_order = ("value", "minutes_no")

    def __init__(self, *args, most: Decimal, **kwargs):
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs=BOX)
        self.fields["value"] = mark_field(most, label=_("Điểm quyết định"), widget=widget)
        self.order_fields(self.field_order)


class NeedFilter(forms.Form):
    """What a paper still needs."""

    need = forms.ChoiceField(label=gettext_lazy("Còn cần"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(need, label) for need, (label, _tone) in NEEDS.items()]
        self.fields["need"].choices = [("", _("Mọi bài")), *choices]

    def chosen(self) -> str:
        """What was chosen; empty for every paper."""
        return self.cleaned_data["need"] if self.is_valid() else ""
