"""Forms of planning rosters: the decision with its workbook, a mended workbook, the filter."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.models import Agency, Membership
from agencies.names import fold
from agencies.queries import agencies_where
from audit import clock
from documents.content import XLSX, content_type_of
from documents.workflow import check_upload

TERM = re.compile(r"([0-9]{4})\s*[-–—]\s*([0-9]{4})")
MOST_YEARS = 10


class WorkbookField(forms.FileField):
    """An XLSX file; whether its cells are sound is said on the page after it."""

    widget = forms.FileInput(attrs={"accept": ".xlsx"})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        content_type_of(upload.file, upload.name, upload.size, (XLSX,))
        return upload


class ScanField(forms.FileField):
    """A signed paper as scanned."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload:
            check_upload(upload)
        return upload


class RosterForm(forms.Form):
    agency = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Agency.objects.none())
    term = NormalisedCharField(label=_("Nhiệm kỳ"), max_length=20, help_text=_("Ví dụ 2026–2031."))
    decision_no = NormalisedCharField(
        label=_("Số, ký hiệu quyết định"),
        max_length=60,
        help_text=_("Quyết định phê duyệt quy hoạch, ví dụ 150-QĐ/TU."),
    )
    decision_on = forms.DateField(
        label=_("Ngày quyết định"), help_text=_("Tuổi trong cơ cấu tính đến ngày này.")
    )
    scan = ScanField(
        label=_("Bản quét quyết định"),
        required=False,
        help_text=_("PDF, JPG hoặc PNG, tối đa 20 MB; cán bộ thứ hai đối chiếu với bản này."),
    )
    workbook = WorkbookField(
        label=_("Danh sách theo mẫu (XLSX)"), help_text=_("Tối đa 10 MB và 2 000 dòng.")
    )
    note = NormalisedCharField(label=_("Ghi chú"), max_length=500, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = agencies_where(user, Membership.Role.AGENCY_HR)
        self.fields["agency"].queryset = mine
        if mine.count() == 1:
            self.fields["agency"].initial = mine.get()

    def clean_term(self):
        found = TERM.fullmatch(self.cleaned_data["term"].strip())
        if not found or not 1 <= int(found[2]) - int(found[1]) <= MOST_YEARS:
            raise forms.ValidationError(_("Hãy ghi hai năm của nhiệm kỳ, ví dụ 2026–2031."))
        return f"{found[1]}–{found[2]}"

    def clean_decision_on(self):
        day = self.cleaned_data["decision_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Ngày quyết định phải là hôm nay hoặc trước đó."))
        return day


class RosterWorkbookForm(forms.Form):
    workbook = WorkbookField(
        label=_("Danh sách theo mẫu (XLSX)"), help_text=_("Tối đa 10 MB và 2 000 dòng.")
    )


class EntryFilter(forms.Form):
    q = forms.CharField(label=_("Tìm họ và tên"), required=False, max_length=100)
    title = forms.ChoiceField(label=_("Chức danh"), required=False)

    def __init__(self, *args, titles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].choices = [("", _("Tất cả")), *titles]

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("q"):
            rows = rows.filter(search__contains=fold(data["q"]))
        return rows.filter(title__code=data["title"]) if data.get("title") else rows
