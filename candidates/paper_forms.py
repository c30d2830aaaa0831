"""What an officer enters of a dossier on paper."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from audit import clock
from candidates.forms import ItemForm
from candidates.models import Application, PaperReceipt
from candidates.paper_rules import is_in_time
from candidates.paper_workflow import Arrival
from candidates.profile_forms import ProfileForm

Channel = PaperReceipt.Channel
ASKED = (
    "full_name",
    "birth_on",
    "gender",
    "citizen_id",
    "is_party_member",
    "workplace",
    "job",
    "education",
    "phone",
)
HOW = ("channel", "arrived_on", "arrived_time", "postmark_on", "source")


class PaperDossierForm(ProfileForm):
    """How it came, then what the paper says of the person: the part every application needs."""

    channel = forms.ChoiceField(label=_("Cách nộp"), choices=Channel)
    arrived_on = forms.DateField(label=_("Ngày đến cơ quan"), help_text=_("Ngày/tháng/năm."))
    arrived_time = forms.TimeField(label=_("Giờ đến"), help_text=_("Ví dụ 16:45."))
    postmark_on = forms.DateField(
        label=_("Ngày dấu bưu điện"),
        required=False,
        help_text=_("Hồ sơ qua bưu điện tính theo dấu này, không theo ngày đến."),
    )
    source = forms.ChoiceField(label=_("Nguồn dự tuyển"), choices=Application.Source)

    def __init__(self, *args, opening, **kwargs):
        super().__init__(*args, **kwargs)
        self.opening = opening
        for name in [name for name in self.fields if name not in (*HOW, *ASKED)]:
            del self.fields[name]
        self.order_fields([*HOW, *ASKED])
        self.fields["arrived_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("channel") == Channel.DESK:
            data["postmark_on"] = None
        if not {"channel", "arrived_on", "arrived_time"} - set(data):
            arrival = self.arrival()
            facts = (arrival.channel, arrival.arrived_at, arrival.postmark_on)
            if not (verdict := is_in_time(self.opening, *facts)):
                posted = arrival.channel == Channel.POST
                self.add_error("postmark_on" if posted else "arrived_time", verdict.reason)
        return data

    def arrival(self) -> Arrival:
        data = self.cleaned_data
        at: time = data["arrived_time"]
        moment = timezone.make_aware(datetime.combine(data["arrived_on"], at))
        return Arrival(data["channel"], moment, data.get("postmark_on"))


class ScanForm(ItemForm):
    """Scans of a dossier on paper: what each is, and whether the paper is an original."""


class VoidForm(forms.Form):
    reason = NormalisedCharField(label=_("Lý do hủy"), max_length=500)
