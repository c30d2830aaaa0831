"""Forms of vetting: findings with a verdict, and what a candidate must add."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from candidates.dossier import verdict_faults
from candidates.findings import (
    CHANGED,
    criteria_of,
    criterion_finding,
    digest,
    document_finding,
    hints,
)
from candidates.models import EligibilityCheck, Objection
from positions.criteria import VERDICT_WORDS, Verdict

OUTCOMES = [(outcome.value, words) for outcome, words in VERDICT_WORDS.items()]
GOOD = [("1", _("Đạt")), ("", _("Không đạt"))]


@dataclass(frozen=True)
class Row:
    """What one fieldset of the form shows."""

    text: str
    hint: Verdict | None
    outcome: forms.BoundField
    fields: list[forms.BoundField]


class VettingForm(forms.Form):
    """Each criterion and each document of a dossier, then the verdict they bear."""

    verdict = forms.ChoiceField(
        label=_("Kết luận"), choices=EligibilityCheck.Verdict, widget=forms.RadioSelect
    )
    reason = NormalisedCharField(
        label=_("Lý do khác"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tiêu chuẩn, tài liệu không đạt được ghi sẵn; người dự tuyển đọc nguyên văn."),
    )

    # The criteria as the page showed them: places alone would fit others of the same number.
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, application, items=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application
        self.criteria = criteria_of(application.opening)
        self.fields["shown"].initial = digest(self.criteria)
        self.hints = hints(application)
        self.items = items or list(application.items.kept().select_related("file"))
        for place, hint in enumerate(self.hints):
            self._add_criterion(place, hint)
        for item in self.items:
            self.fields[f"good_{item.public_id}"] = _radios(item.file.name, GOOD, required=False)
            self.fields[f"why_{item.public_id}"] = _note()
        self.order_fields([*list(self.fields)[3:], "verdict", "reason"])

    def _add_criterion(self, place, hint):
        shown = [("", _("không nêu")), *((item.public_id, str(item)) for item in self.items)]
        self.fields[f"outcome_{place}"] = _radios(self.criteria[place], OUTCOMES, initial=hint)
        self.fields[f"item_{place}"] = forms.ChoiceField(
            label=_("Tài liệu chứng minh"),
            choices=shown,
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"page_{place}"] = forms.IntegerField(
            label=_("Trang"),
            required=False,
            min_value=1,
            max_value=9999,
            widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric"}),
        )
        self.fields[f"note_{place}"] = _note()

    def criterion_rows(self) -> Iterator[Row]:
        for place, (text, hint) in enumerate(zip(self.criteria, self.hints, strict=True)):
            fields = [self[f"{name}_{place}"] for name in ("item", "page", "note")]
            said = None if hint is Verdict.CANNOT_TELL else hint
            yield Row(text, said, self[f"outcome_{place}"], fields)

    def document_rows(self) -> Iterator[Row]:
        for item in self.items:
            outcome, why = self[f"good_{item.public_id}"], self[f"why_{item.public_id}"]
            yield Row(str(item), None, outcome, [why])

    def clean(self):
        data = super().clean()
        if data["shown"] != digest(self.criteria):
            self.add_error(None, CHANGED)
        elif not self.errors:
            reasons = (data["verdict"], data["reason"], self.findings())
            for fault in verdict_faults(self.application, *reasons):
                self.add_error(None, fault)
        return data

    def findings(self):
        """What was found, as the verdict keeps it."""
        data = self.cleaned_data
        return {
            "criteria": [
                criterion_finding(
                    text,
                    data[f"outcome_{place}"],
                    data[f"item_{place}"],
                    data[f"page_{place}"],
                    data[f"note_{place}"],
                )
                for place, text in enumerate(self.criteria)
            ],
            "documents": [
                document_finding(
                    item, data[f"good_{item.public_id}"] == "1", data[f"why_{item.public_id}"]
                )
                for item in self.items
            ],
        }


def _radios(label, choices, **options):
    options = {"initial": "1", **options}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


def _note():
    widget = forms.TextInput(attrs={"class": "form-control"})
    return NormalisedCharField(label=_("Ghi chú"), required=False, max_length=300, widget=widget)


class SupplementForm(forms.Form):
    wanted = NormalisedCharField(
        label=_("Nội dung cần bổ sung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Người dự tuyển đọc nguyên văn."),
    )
    due_on = forms.DateField(
        label=_("Hạn bổ sung"),
        help_text=_("Đến 24:00 ngày này; cách hôm nay từ 2 đến 30 ngày."),
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Kết quả"), choices=Objection.Outcome, widget=forms.RadioSelect
    )
    answer = NormalisedCharField(
        label=_("Trả lời"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Người dự tuyển đọc nguyên văn sau khi người đứng đầu quyết định."),
    )
