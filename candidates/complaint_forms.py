"""Forms of letters: what a sender writes, what the desk enters, what became of them."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameField, NormalisedCharField
from accounts.models import User, new_public_id
from agencies import calendar
from agencies.models import CITIZEN_ID
from audit import clock
from candidates.complaint_queries import overdue
from candidates.complaint_rules import concerned_in, handlers_of, owners_for
from candidates.complaint_workflow import Document, Letter
from candidates.models import Complaint
from positions.models import Opening

KINDS = (
    (Complaint.Kind.PETITION, _("Kiến nghị: đề nghị cơ quan làm hoặc sửa một việc")),
    (Complaint.Kind.FEEDBACK, _("Phản ánh: báo một việc đã thấy")),
    (Complaint.Kind.COMPLAINT, _("Khiếu nại: quyết định, việc làm trái luật với chính tôi")),
    (Complaint.Kind.DENUNCIATION, _("Tố cáo: một người vi phạm pháp luật")),
)
SENDER = ("full_name", "address", "phone", "email", "citizen_id")
NONCE = RegexValidator(r"^[0-9a-f]{32}\Z")


class OpeningChoice(forms.ModelChoiceField):
    def label_from_instance(self, opening):
        return opening.title


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return user.full_name


class LetterForm(forms.Form):
    """What is said, over which post, and by whom; a name is asked where the law asks one."""

    kind = forms.ChoiceField(label=_("Loại đơn"), choices=KINDS, widget=forms.RadioSelect)
    opening = OpeningChoice(
        label=_("Chức danh"), queryset=None, required=False, empty_label=_("Cả đợt thi")
    )
    text = NormalisedCharField(
        label=_("Nội dung"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Nêu việc gì, khi nào, ai làm, bằng chứng ở đâu, bạn đề nghị gì."),
    )
    full_name = NameField(
        label=_("Họ và tên người gửi"),
        required=False,
        max_length=120,
        help_text=_("Bắt buộc với kiến nghị, khiếu nại. Phản ánh gửi không tên được."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = NormalisedCharField(label=_("Địa chỉ"), required=False, max_length=300)
    phone = NormalisedCharField(
        label=_("Điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=_("Địa chỉ e-mail"), required=False)
    citizen_id = NormalisedCharField(
        label=_("Số định danh cá nhân"),
        required=False,
        validators=[CITIZEN_ID],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    nonce = forms.CharField(widget=forms.HiddenInput, validators=[NONCE])

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        openings = Opening.objects.filter(campaign=campaign)
        self.fields["opening"].queryset = openings.public().order_by("sort_key", "pk")
        self.fields["nonce"].initial = new_public_id()

    def clean(self):
        data = super().clean()
        if data.get("full_name"):
            return data
        if data.get("kind") in Complaint.NAMED_KINDS:
            self.add_error("full_name", gettext("Kiến nghị, khiếu nại phải ghi họ tên."))
        elif any(data.get(name) for name in SENDER):
            self.add_error(
                "full_name", gettext("Ghi họ tên, hoặc để trống mọi thông tin về người gửi.")
            )
        return data

    @property
    def letter(self) -> Letter:
        data = self.cleaned_data
        sender = {name: data[name] for name in SENDER} if data["full_name"] else {}
        return Letter(data["kind"], data["text"], data["nonce"], data["opening"], sender)


class PublicLetterForm(LetterForm):
    concerns_head = forms.BooleanField(
        label=_("Đơn nói về người đứng đầu cơ quan chủ trì"),
        required=False,
        help_text=_("Đánh dấu thì người đó không mở được đơn này."),
    )
    field_order = ("kind", "opening", "text", "concerns_head", *SENDER)


class EnteredLetterForm(LetterForm):
    """A letter on paper: how and on which day it came, whom it is about."""

    channel = forms.ChoiceField(
        label=_("Hình thức nhận"),
        choices=Complaint.Channel.choices[1:],
        widget=forms.RadioSelect,
    )
    received_on = forms.DateField(
        label=_("Ngày nhận"), initial=clock.today, help_text=_("Ngày trên dấu đến; hạn tính từ đó.")
    )
    about = PersonChoice(
        label=_("Đơn nói về"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("không nói về riêng ai"),
        help_text=_("Người này không mở được đơn, không được giao giải quyết đơn."),
    )
    field_order = ("channel", "received_on", "kind", "opening", "about", "text", *SENDER)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = concerned_in(self.campaign)
        self.fields["opening"].queryset = Opening.objects.filter(campaign=self.campaign)
        self.fields["text"].help_text = _(
            "Tóm tắt nội dung đơn. Không ghi tên người gửi ở đây; tên ghi ở các ô dưới."
        )

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise ValidationError(gettext("Ngày nhận không thể ở tương lai."))
        return day

    @property
    def received_at(self):
        """Today it is this moment; of an earlier day its end, from which periods are counted."""
        day = self.cleaned_data["received_on"]
        if day == clock.today():
            return clock.now()
        return calendar.end_of_day(day) - timedelta(seconds=1)


class AssignForm(forms.Form):
    owner = PersonChoice(label=_("Người giải quyết"), queryset=User.objects.none())
    about = PersonChoice(
        label=_("Đơn nói về"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("không nói về riêng ai"),
        help_text=_(
            "Người này không mở được đơn, không được giao giải quyết. Ghi rồi không bỏ được."
        ),
    )

    def __init__(self, *args, complaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners_for(complaint)
        self.fields["about"].queryset = concerned_in(complaint.campaign)
        if complaint.about_id:
            del self.fields["about"]


class DocumentForm(forms.Form):
    """The signed paper an outcome stands in."""

    document_no = NormalisedCharField(
        label=_("Số, ký hiệu văn bản"), max_length=60, help_text=_("Ví dụ 45/KL-SNV.")
    )
    document_on = forms.DateField(label=_("Ngày văn bản"))
    signer = NameField(label=_("Người ký"), max_length=120)

    def clean_document_on(self):
        day = self.cleaned_data["document_on"]
        if day > clock.today():
            raise ValidationError(gettext("Ngày văn bản không thể ở tương lai."))
        return day

    @property
    def document(self) -> Document:
        data = self.cleaned_data
        return Document(data["document_no"], data["document_on"], data["signer"])


class ConcludeForm(DocumentForm):
    outcome = NormalisedCharField(
        label=_("Kết luận"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Người gửi đọc nguyên văn khi tra mã đơn. Không ghi tên người gửi."),
    )
    field_order = ("outcome", "document_no", "document_on", "signer")


class PassOnForm(DocumentForm):
    to = NormalisedCharField(label=_("Chuyển đến cơ quan"), max_length=200)
    field_order = ("to", "document_no", "document_on", "signer")


class DismissForm(forms.Form):
    reason = NormalisedCharField(
        label=_("Lý do không thụ lý"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Người gửi đọc nguyên văn khi tra mã đơn. Không ghi tên người gửi."),
    )


class ReadersForm(forms.Form):
    first = PersonChoice(label=_("Người thứ nhất"), queryset=User.objects.none())
    second = PersonChoice(label=_("Người thứ hai"), queryset=User.objects.none())

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = handlers_of(campaign)

    def clean(self):
        data = super().clean()
        if data.get("first") and data.get("first") == data.get("second"):
            self.add_error("second", gettext("Phải là hai người khác nhau."))
        return data


class FollowForm(forms.Form):
    code = NormalisedCharField(
        label=_("Mã đơn"),
        max_length=20,
        help_text=_("Mã trên giấy biên nhận, bắt đầu bằng DT-."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_code(self):
        return self.cleaned_data["code"].upper()


class LetterFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("Loại đơn"), required=False, choices=[("", _("Tất cả")), *Complaint.Kind.choices]
    )
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Tất cả")), *Complaint.State.choices],
    )
    campaign = forms.CharField(label=_("Mã đợt thi"), required=False, max_length=40)
    late = forms.BooleanField(label=_("Chỉ đơn quá hạn"), required=False)

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("kind"):
            rows = rows.filter(kind=data["kind"])
        if data.get("state"):
            rows = rows.filter(state=data["state"])
        if data.get("late"):
            rows = rows.filter(overdue())
        return rows.filter(campaign__code=data["campaign"]) if data.get("campaign") else rows
