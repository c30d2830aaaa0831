"""For every URL name: the kwargs of A's object, and a body a person could have sent.

`object` tells several objects under one URL apart; the first one has no name. What a case needs
beyond the world (an open request, say) it makes itself, inside the transaction of its row.
"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str

from candidates import workflow as vetting
from exams.workflow import exam as exams
from tests import builders as make
from tests.access_announcement import ANNOUNCEMENT_CASES
from tests.access_bulk import BULK_CASES
from tests.access_case import Case, Getter, agency_a, campaign, item, opening, own, pk, thing, words
from tests.access_changes import CHANGE_CASES
from tests.access_exam_cases import EXAM_CASES
from tests.access_letters import LETTER_CASES
from tests.access_notices import NOTICE_CASES
from tests.access_paper import PAPER_DOSSIERS
from tests.access_papers import PAPER_CASES
from tests.access_plans import PLAN_CASES
from tests.access_profile import PROFILE
from tests.access_regulations import REGULATION_CASES
from tests.access_reports import REPORT_CASES
from tests.access_rosters import ROSTER_CASES
from tests.access_standards import STANDARD_CASES
from tests.access_vetting import VETTING
from tests.access_world import World

# Open two-person requests; some are asked for only when their row is tried


def _asked(kind: str) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        hr = world.people["hr"]
        if kind == "list":
            vetting.ask_to_close_list(world.campaigns["ready"], by=hr)
        if kind == "release":
            exams.ask_release(world.exam("scored"), by=hr)
        return {"public_id": world.request(kind).public_id}

    return kwargs


def _digest(kind: str) -> Getter:
    return lambda world: {"digest": world.request(kind).digest}


def _request_cases() -> list[Case]:
    cases = []
    for kind in ("opening", "membership", "list", "release"):
        name = "" if kind == "opening" else kind
        asked, digest = _asked(kind), _digest(kind)
        cases += [
            Case("accounts:request-detail", asked, object=name),
            Case("accounts:request-approve", asked, digest, name),
            Case("accounts:request-refuse", asked, words(reason="Chưa đủ căn cứ."), name),
            Case("accounts:request-withdraw", asked, object=name),
        ]
    return cases


# Bodies


def _campaign_body(world: World) -> dict[str, Any]:
    return {
        "code": "ANPHA-MOI",
        "name": "Đợt thi mới",
        "host": world.a.pk,
        "regulation": world.campaigns["draft"].regulation_id,
        "plan_no": "02/KH",
        "plan_on": "01/02/2026",
        "contact_name": "Nguyễn Thị Liên",
        "contact_phone": "024 1234 5678",
    }


def _opening_body(world: World) -> dict[str, Any]:
    return {
        "code": "ANPHA-MOI.1",
        "title": "Giám đốc Sở Tư pháp",
        "agency": world.a.pk,
        "authority": world.a.pk,
        "level": "SO",
        "rank": "HEAD",
        "seats": "1",
        "standards": "Tốt nghiệp đại học luật.",
        "receipt_deadline": "17:00 30/06/2030",
        "presentation_on": "15/08/2030",
    }


def _guest_body(world: World) -> dict[str, Any]:
    return {"agency": world.b.code, "document_no": "8/CV", "document_on": "01/02/2026"}


_timetable_body = words(receipt_deadline="17:00 30/06/2030", ANNOUNCEMENT="01/06/2030")


def _agency_body(world: World) -> dict[str, Any]:
    fields = {"code": "GAMA", "sector": "central", "is_pilot": "on"}
    return fields | {"name": "Sở Nội vụ", "kind": world.a.kind}


def _duty_body(world: World) -> dict[str, Any]:
    person = world.things["person"]
    fields = {"board": "technical", "position": "member", "decision_no": "12/QĐ"}
    return {"person": person.pk} | fields


def _profile_body(_world: World) -> dict[str, Any]:
    return {
        "full_name": "Nguyễn Thị Ánh",
        "birth_on": "03/04/1980",
        "gender": "F",
        "citizen_id": "012345678912",
        "workplace": "Sở Tư pháp",
        "job": "Trưởng phòng",
        "education": "Thạc sĩ luật",
        "phone": "0912 345 678",
    }


def _item_body(_world: World) -> dict[str, Any]:
    return {"kind": "APP_FORM", "files": make.pdf()}


def _member_body(world: World) -> dict[str, Any]:
    return {"email": world.people["outsider"].email, "role": "expert"}


def _switch_body(world: World) -> dict[str, Any]:
    return {"membership": world.people["hr"].memberships.get().public_id}


def _confirm_key(world: World) -> dict[str, Any]:
    address = world.people["candidate"].emailaddress_set.create(email="moi@example.vn")
    return {"key": EmailConfirmationHMAC(address).key}


def _reset_key(world: World) -> dict[str, Any]:
    user = world.people["candidate"]
    token = default_token_generator.make_token(user)
    return {"uidb36": user_pk_to_url_str(user), "key": token}


_holiday = words(day="02/09/2027", kind="PUBLIC", name="Quốc khánh")
_login = words(login="khach@example.vn", password=make.PASSWORD)
_signup = words(
    full_name="Nguyễn Văn An",
    email="an.moi@example.vn",
    password1=make.PASSWORD,
    password2=make.PASSWORD,
)
_password = words(oldpassword=make.PASSWORD, password1="Sông Hồng 2026", password2="Sông Hồng 2026")

POSITIONS = [
    Case("positions:home"),
    Case("positions:opening-public", opening("receiving")),
    Case("positions:opening-public", opening("draft"), object="draft"),
    Case("positions:announcement-list"),
    Case("positions:campaign-public", campaign("receiving")),
    Case("positions:campaign-public", campaign("draft"), object="draft"),
    Case("positions:opening-list"),
    Case("positions:opening-detail", opening("draft")),
    Case("positions:opening-detail", opening("receiving"), object="public"),
    Case("positions:opening-edit", opening("draft"), _opening_body),
    Case("positions:opening-edit", opening("proposed"), _opening_body, "proposed"),
    Case("positions:opening-propose", opening("draft")),
    Case("positions:opening-publish", opening("approved")),
    Case("positions:opening-publish", opening("draft"), object="draft"),
    Case("positions:opening-timetable", opening("draft"), _timetable_body),
    Case("positions:opening-timetable", opening("proposed"), _timetable_body, "proposed"),
    Case("positions:overdue"),
    Case("positions:year"),
    Case("positions:campaign-list"),
    Case("positions:campaign-create", body=_campaign_body),
    Case("positions:campaign-detail", campaign("draft")),
    Case("positions:campaign-detail", campaign("presenting"), object="with boards"),
    Case("positions:opening-create", campaign("draft"), _opening_body),
    Case("positions:opening-create", campaign("closed"), _opening_body, "list closed"),
    Case("positions:duty-create", campaign("closed"), _duty_body),
    Case("positions:duty-end", thing("duty")),
    Case("positions:guest-create", campaign("draft"), _guest_body),
    Case("positions:guest-create", campaign("closed"), _guest_body, "list closed"),
]


def _form_of(name: str) -> Getter:
    return lambda world: {"public_id": world.own[name].public_id, "form": "APP_FORM"}


CANDIDATES = [
    Case("candidates:profile", body=_profile_body),
    Case("candidates:apply", opening("receiving")),
    Case("candidates:apply", opening("closed"), object="closed"),
    Case("candidates:own-erasure"),
    Case("candidates:application", own("draft"), words(source="OPEN")),
    Case("candidates:application", own("submitted"), words(source="OPEN"), "submitted"),
    Case("candidates:item-add", own("draft"), _item_body),
    Case("candidates:item-add", own("submitted"), _item_body, "submitted"),
    Case("candidates:item-add", own("asked"), _item_body, "asked"),
    Case("candidates:item-add", own("lapsed"), _item_body, "lapsed"),
    Case("candidates:submit", own("draft")),
    Case("candidates:withdraw", own("submitted")),
    Case("candidates:withdraw", own("closed"), object="list closed"),
    Case("candidates:receipt", own("submitted")),
    Case("candidates:receipt-file", own("submitted")),
    Case("candidates:receipt-proof", own("submitted")),
    Case("candidates:form-print", _form_of("draft")),
    Case("candidates:own-data"),
    Case("candidates:item-remove", item("draft")),
    Case("candidates:item-remove", item("submitted"), object="submitted"),
    Case("candidates:item-file", item("submitted")),
    Case("candidates:application-list"),
    Case("candidates:item-compare", item("submitted")),
    Case("candidates:desk-item-file", item("submitted")),
    Case("candidates:desk-item-file", item("draft"), object="draft"),
    Case("candidates:list-detail", campaign("ready")),
    Case("candidates:list-people", campaign("ready")),
    Case("candidates:list-paper", campaign("ready")),
    Case("candidates:list-paper", campaign("receiving"), object="receiving"),
    Case("candidates:list-public", campaign("ready")),
    Case("candidates:list-close", campaign("ready")),
    Case("candidates:list-close", campaign("receiving"), object="receiving"),
]
OFFICES = [
    Case("accounts:profile", body=words(full_name="Tên Mới", phone="")),
    Case("accounts:request-list"),
    *_request_cases(),
    Case("agencies:agency-list"),
    Case("agencies:agency-create", body=_agency_body),
    Case("agencies:agency-detail", agency_a),
    Case("agencies:agency-edit", agency_a, _agency_body),
    Case("agencies:person-list", agency_a),
    Case("agencies:person-create", agency_a, words(full_name="Lê Thị Ê")),
    Case("agencies:membership-propose", agency_a, _member_body),
    Case("agencies:membership-end", thing("membership")),
    Case("agencies:switch", body=_switch_body),
    Case("agencies:holiday-list"),
    Case("agencies:holiday-create", body=_holiday),
    Case("agencies:holiday-edit", pk("holiday"), _holiday),
    Case("desk:home"),
    Case("desk:me"),
    Case("desk:log"),
    Case("desk:style"),
    Case("desk:verify"),
    Case("desk:privacy"),
    Case("desk:healthz"),
    Case("desk:readyz"),
    Case("messaging:notice-list"),
    Case("messaging:notice-read", thing("notice")),
    Case("messaging:job-detail", thing("waiting_job")),
    Case("messaging:job-cancel", thing("waiting_job")),
    Case("messaging:job-result", thing("done_job")),
    Case("messaging:outbox"),
]
LIBRARY = [
    Case("set_language", body=words(language="en")),
    Case("account_login", body=_login),
    Case("account_logout"),
    Case("account_inactive"),
    Case("account_signup", body=_signup),
    Case("account_reauthenticate", body=words(password=make.PASSWORD)),
    Case("account_email", body=words(action_add="", email="them@example.vn")),
    Case("account_email_verification_sent"),
    Case("account_change_password", body=_password),
    Case("account_set_password", body=_password),
    Case("account_reset_password", body=words(email="khach@example.vn")),
    Case("account_reset_password_done"),
    Case("account_reset_password_from_key", _reset_key, _password),
    Case("account_reset_password_from_key_done"),
    Case("account_confirm_email", _confirm_key),
    Case("account_confirm_login_code"),
    Case("mfa_index"),
    Case("mfa_authenticate"),
    Case("mfa_reauthenticate"),
    Case("mfa_reauthenticate_webauthn"),
    Case("mfa_activate_totp", body=words(code="000000")),
    Case("mfa_deactivate_totp"),
    Case("mfa_view_recovery_codes"),
    Case("mfa_generate_recovery_codes"),
    Case("mfa_download_recovery_codes"),
    Case("mfa_list_webauthn"),
    Case("mfa_add_webauthn", body=words(name="Khóa mới", credential="{}")),
    Case("mfa_remove_webauthn", pk("key")),
    Case("mfa_edit_webauthn", pk("key"), words(name="Khóa cơ quan")),
    Case("usersessions_list"),
]
CASES = [
    *POSITIONS,
    *ANNOUNCEMENT_CASES,
    *BULK_CASES,
    *CHANGE_CASES,
    *PAPER_CASES,
    *PLAN_CASES,
    *REGULATION_CASES,
    *STANDARD_CASES,
    *ROSTER_CASES,
    *CANDIDATES,
    *PROFILE,
    *VETTING,
    *PAPER_DOSSIERS,
    *NOTICE_CASES,
    *LETTER_CASES,
    *EXAM_CASES,
    *OFFICES,
    *REPORT_CASES,
    *LIBRARY,
]
