from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.models import Agency, Membership
from agencies.queries import agencies_where
from positions.criteria import (
    COUNTS,
    EDUCATION,
    GRADE,
    NAMES,
    POLITICAL_THEORY,
    SCALES,
    STATE_MANAGEMENT,
    Facts,
)
from positions.models import TitleStandard

NOT_ASKED = ("", _("không đặt ra"))
UNKNOWN = ("", _("chưa có thông tin"))


class StandardDraftForm(forms.Form):
    """For whom, and from which standard of the title."""

    owner = forms.ModelChoiceField(label=_("Cơ quan ban hành"), queryset=Agency.objects.none())
    base = forms.ModelChoiceField(
        label=_("Bắt đầu từ"),
        queryset=TitleStandard.objects.none(),
        required=False,
        empty_label=_("bản trống"),
    )

    def __init__(self, *args, user, title, **kwargs):
        super().__init__(*args, **kwargs)
        mine = agencies_where(user, Membership.Role.AGENCY_HR)
        rows = TitleStandard.objects.visible_to(user).in_force().filter(title=title)
        self.fields["owner"].queryset = mine
        self.fields["base"].queryset = rows.select_related("title", "owner")
        if mine.count() == 1:
            self.fields["owner"].initial = mine.get()


class StandardForm(forms.Form):
    """Each criterion with its value and its basis; an empty value is a criterion not asked."""

    document_no = NormalisedCharField(
        label=_("Số, ký hiệu quyết định ban hành"), max_length=60, required=False
    )
    field = NormalisedCharField(
        label=_("Chuyên ngành"),
        max_length=120,
        required=False,
        help_text=_("Để trống nếu chuyên ngành nào cũng được."),
    )
    planning = forms.BooleanField(
        label=_("Trong quy hoạch chức danh này hoặc tương đương, hoặc được đề cử"), required=False
    )
    language = NormalisedCharField(label=NAMES["language"], max_length=200, required=False)
    texts = forms.CharField(
        label=_("Điều kiện khác"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi dòng một điều kiện; sau dấu | là căn cứ."),
    )

    def __init__(self, *args, standard, **kwargs):
        super().__init__(*args, initial=_initial(standard), **kwargs)
        for kind, scale in SCALES.items():
            choices = [NOT_ASKED, *scale.items()]
            self.fields[kind] = forms.ChoiceField(
                label=NAMES[kind], required=False, choices=choices
            )
        for kind in COUNTS:
            unit = _("%(name)s (số bậc)") if kind == "level_jump" else _("%(name)s (số năm)")
            label = unit % {"name": NAMES[kind]}
            self.fields[kind] = forms.IntegerField(
                label=label, required=False, min_value=1, max_value=45
            )
        for kind in (*SCALES, *COUNTS, "planning", "language"):
            label = _("Căn cứ: %(name)s") % {"name": str(NAMES[kind]).lower()}
            self.fields[f"basis_{kind}"] = NormalisedCharField(
                label=label, max_length=200, required=False
            )
        order = ["document_no"]
        for kind in (*SCALES, *COUNTS, "planning", "language"):
            order += [kind, *(["field"] if kind == "education" else []), f"basis_{kind}"]
        self.order_fields([*order, "texts"])

    def criteria(self):
        """The criteria as the standard keeps them, in a fixed order."""
        data, found = self.cleaned_data, []
        for kind in SCALES:
            if data[kind]:
                more = {"field": data["field"]} if kind == "education" and data["field"] else {}
                found.append({"kind": kind, "level": data[kind], **more, **self._basis(kind)})
        for kind in COUNTS:
            if data[kind]:
                found.append({"kind": kind, "n": data[kind], **self._basis(kind)})
        if data["planning"]:
            found.append({"kind": "planning", **self._basis("planning")})
        if data["language"]:
            found.append({"kind": "language", "text": data["language"], **self._basis("language")})
        return [*found, *_texts(data["texts"])]

    def _basis(self, kind):
        return {"basis": self.cleaned_data[f"basis_{kind}"]}


def _texts(text):
    for line in filter(str.strip, text.splitlines()):
        words, _bar, basis = line.partition("|")
        yield {"kind": "text", "text": words.strip(), "basis": basis.strip()}


def _initial(standard):
    values = {"document_no": standard.document_no}
    texts = []
    for row in standard.criteria:
        kind = row["kind"]
        if kind == "text":
            texts.append(f"{row['text']} | {row['basis']}" if row.get("basis") else row["text"])
            continue
        values[kind] = row.get("level") or row.get("n") or row.get("text") or True
        values[f"basis_{kind}"] = row.get("basis", "")
        if row.get("field"):
            values["field"] = row["field"]
    return values | {"texts": "\n".join(texts)}


class SelfCheckForm(forms.Form):
    """What a visitor says of themselves; compared and forgotten."""

    education = forms.ChoiceField(
        label=NAMES["education"], required=False, choices=[UNKNOWN, *EDUCATION.items()]
    )
    political_theory = forms.ChoiceField(
        label=NAMES["political_theory"],
        required=False,
        choices=[UNKNOWN, *POLITICAL_THEORY.items()],
    )
    state_management = forms.ChoiceField(
        label=NAMES["state_management"],
        required=False,
        choices=[UNKNOWN, *STATE_MANAGEMENT.items()],
    )
    grade = forms.ChoiceField(
        label=NAMES["grade"], required=False, choices=[UNKNOWN, *GRADE.items()]
    )
    service_years = forms.IntegerField(
        label=_("Số năm công tác trong ngành"), required=False, min_value=0, max_value=50
    )
    leadership_years = forms.IntegerField(
        label=_("Số năm giữ chức vụ lãnh đạo, quản lý"),
        required=False,
        min_value=0,
        max_value=50,
    )
    level_jump = forms.IntegerField(
        label=_("Chức vụ đang giữ thấp hơn mấy bậc"), required=False, min_value=0, max_value=9
    )
    born = forms.DateField(label=_("Ngày sinh"), required=False)
    sex = forms.ChoiceField(
        label=_("Giới tính"), required=False, choices=[UNKNOWN, ("M", _("Nam")), ("F", _("Nữ"))]
    )
    planning = forms.NullBooleanField(label=_("Trong quy hoạch"), required=False)

    def facts(self, on):
        values = {name: value or None for name, value in self.cleaned_data.items()}
        for name in ("service_years", "leadership_years", "level_jump", "planning"):
            values[name] = self.cleaned_data[name]
        return Facts(on=on, **values)
