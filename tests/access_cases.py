"""For every URL name: the kwargs of A's object, and a body a person could have sent.

`object` tells several objects under one URL apart; the first one has no name. What a case needs
beyond the world (an open request, say) it makes itself, inside the transaction of its row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str

from candidates import workflow as vetting
from exams.workflow import exam as exams
from tests import builders as make
from tests.access_marking import finish_marking
from tests.access_world import World

Getter = Callable[[World], dict[str, Any]]


def _nothing(_world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Case:
    """One object under one URL name."""

    name: str
    kwargs: Getter = _nothing
    body: Getter = _nothing
    object: str = ""


def _opening(name: str) -> Getter:
    return lambda world: {"code": world.opening(name).code}


def _campaign(name: str) -> Getter:
    return lambda world: {"code": world.campaigns[name].code}


def _own(name: str) -> Getter:
    return lambda world: {"public_id": world.own[name].public_id}


def _item(name: str) -> Getter:
    return lambda world: {"public_id": world.own[name].items.first().public_id}


def _thing(name: str, **more: str) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        others = {key: world.things[other].public_id for key, other in more.items()}
        return {"public_id": world.things[name].public_id} | others

    return kwargs


def _agency_a(world: World) -> dict[str, Any]:
    return {"code": world.a.code}


def _pk(name: str) -> Getter:
    return lambda world: {"pk": world.things[name].pk}


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
            Case("accounts:request-refuse", asked, _words(reason="Chưa đủ căn cứ."), name),
            Case("accounts:request-withdraw", asked, object=name),
        ]
    return cases


# Bodies


def _words(**fields: Any) -> Getter:
    return lambda _world: fields


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


def _agency_body(world: World) -> dict[str, Any]:
    fields = {"code": "GAMA", "sector": "central", "is_pilot": "on"}
    return fields | {"name": "Sở Nội vụ", "kind": world.a.kind}


def _duty_body(world: World) -> dict[str, Any]:
    person = world.things["person"]
    return {"person": person.pk, "board": "technical", "decision_no": "12/QĐ"}


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
    return {"kind": "APP_FORM", "file": make.pdf()}


def _member_body(world: World) -> dict[str, Any]:
    return {"email": world.people["outsider"].email, "role": "expert"}


def _slip_body(world: World) -> dict[str, Any]:
    return {world.things["member"].public_id: "8,5"}


def _switch_body(world: World) -> dict[str, Any]:
    return {"membership": world.people["hr"].memberships.get().public_id}


def _confirm_key(world: World) -> dict[str, Any]:
    address = world.people["candidate"].emailaddress_set.create(email="moi@example.vn")
    return {"key": EmailConfirmationHMAC(address).key}


def _reset_key(world: World) -> dict[str, Any]:
    user = world.people["candidate"]
    token = default_token_generator.make_token(user)
    return {"uidb36": user_pk_to_url_str(user), "key": token}


_holiday = _words(day="02/09/2027", kind="PUBLIC", name="Quốc khánh")
_heard = _words(attendance="sat", held_on="01/02/2026")
_day = _words(on="01/03/2026")
_login = _words(login="khach@example.vn", password=make.PASSWORD)
_signup = _words(
    full_name="Nguyễn Văn An",
    email="an.moi@example.vn",
    password1=make.PASSWORD,
    password2=make.PASSWORD,
)
_password = _words(
    oldpassword=make.PASSWORD, password1="Sông Hồng 2026", password2="Sông Hồng 2026"
)

POSITIONS = [
    Case("positions:home"),
    Case("positions:opening-public", _opening("receiving")),
    Case("positions:opening-public", _opening("draft"), object="draft"),
    Case("positions:announcement-list"),
    Case("positions:campaign-public", _campaign("receiving")),
    Case("positions:campaign-public", _campaign("draft"), object="draft"),
    Case("positions:opening-list"),
    Case("positions:opening-detail", _opening("draft")),
    Case("positions:opening-detail", _opening("receiving"), object="public"),
    Case("positions:opening-edit", _opening("draft"), _opening_body),
    Case("positions:opening-edit", _opening("proposed"), _opening_body, "proposed"),
    Case("positions:opening-propose", _opening("draft")),
    Case("positions:opening-publish", _opening("approved")),
    Case("positions:opening-publish", _opening("draft"), object="draft"),
    Case("positions:campaign-list"),
    Case("positions:campaign-create", body=_campaign_body),
    Case("positions:campaign-detail", _campaign("draft")),
    Case("positions:campaign-detail", _campaign("presenting"), object="with boards"),
    Case("positions:opening-create", _campaign("draft"), _opening_body),
    Case("positions:opening-create", _campaign("closed"), _opening_body, "list closed"),
    Case("positions:duty-create", _campaign("closed"), _duty_body),
    Case("positions:duty-end", _thing("duty")),
]
CANDIDATES = [
    Case("candidates:profile", body=_profile_body),
    Case("candidates:apply", _opening("receiving")),
    Case("candidates:apply", _opening("closed"), object="closed"),
    Case("candidates:application", _own("draft"), _words(source="OPEN")),
    Case("candidates:application", _own("submitted"), _words(source="OPEN"), "submitted"),
    Case("candidates:item-add", _own("draft"), _item_body),
    Case("candidates:item-add", _own("submitted"), _item_body, "submitted"),
    Case("candidates:submit", _own("draft")),
    Case("candidates:withdraw", _own("submitted")),
    Case("candidates:withdraw", _own("closed"), object="list closed"),
    Case("candidates:receipt", _own("submitted")),
    Case("candidates:item-remove", _item("draft")),
    Case("candidates:item-remove", _item("submitted"), object="submitted"),
    Case("candidates:item-file", _item("submitted")),
    Case("candidates:application-list"),
    Case("candidates:application-detail", _own("submitted"), _words(verdict="ELIGIBLE")),
    Case("candidates:application-detail", _own("draft"), _words(verdict="ELIGIBLE"), "draft"),
    Case("candidates:check-confirm", _pk("check")),
    Case("candidates:check-return", _pk("check"), _words(reason="Xem lại.")),
    Case("candidates:desk-item-file", _item("submitted")),
    Case("candidates:desk-item-file", _item("draft"), object="draft"),
    Case("candidates:list-detail", _campaign("ready")),
    Case("candidates:list-close", _campaign("ready")),
    Case("candidates:list-close", _campaign("receiving"), object="receiving"),
]
EXAMS = [
    Case("exams:result-list"),
    Case("exams:result-public", _campaign("released")),
    Case("exams:result-public", _campaign("scored"), object="scored"),
    Case("exams:result-public", _campaign("draft"), object="draft"),
    Case("exams:own-result", _own("released")),
    Case("exams:own-result", _own("scored"), object="scored"),
    Case("exams:exam-list"),
    Case("exams:exam-detail", _campaign("presenting")),
    Case("exams:exam-detail", _campaign("scored"), object="scored"),
    Case("exams:exam-begin", _campaign("closed")),
    Case("exams:exam-begin", _campaign("ready"), object="list open"),
    Case("exams:exam-score", _campaign("heard")),
    Case("exams:exam-score", _campaign("presenting"), object="slips missing"),
    Case("exams:exam-release", _campaign("scored")),
    Case("exams:exam-release", _campaign("heard"), object="not scored"),
    Case("exams:presentation-detail", _thing("unheard"), _heard),
    Case("exams:slip-grid", _thing("shown"), _slip_body),
    Case("exams:slip-grid", _thing("unheard"), _slip_body, "unheard"),
    Case("exams:slip-type", _thing("shown", member_id="member"), _words(value="8,5")),
    Case("exams:slip-type", _thing("unheard", member_id="member"), _words(value="8"), "unheard"),
    Case("exams:slip-compare", _thing("slip"), _words(value="8,5")),
    Case(
        "exams:appointment",
        lambda world: {"public_id": world.things["selected"].application.public_id},
        _day,
    ),
]


def _mark_body(world: World) -> dict[str, Any]:
    return {world.things["waiting"].public_id: "72,5", "act": "authorise"}


def _third_body(world: World) -> dict[str, Any]:
    duties = world.people["expert"].person.duties
    return {"marker": duties.get(campaign=world.campaigns["marking"]).public_id}


def _all_marked(world: World) -> dict[str, Any]:
    finish_marking(world)
    return _campaign("marking")(world)


MARKING = [
    Case("exams:marking-list"),
    Case("exams:marking-sheet", _campaign("marking"), _mark_body),
    Case("exams:marking-board", _campaign("marking")),
    Case("exams:marking-draw", _campaign("to_draw")),
    Case("exams:marking-seal", _all_marked),
    Case("exams:marking-seal", _campaign("marking"), object="papers open"),
    Case("exams:mark-correct", _thing("marked"), _words(value="74", reason="Cộng sót")),
    Case("exams:paper", _thing("wide")),
    Case("exams:paper-third", _thing("wide"), _third_body),
    Case("exams:paper-decide", _thing("apart"), _words(value="50", minutes_no="05/BB")),
]
OFFICES = [
    Case("accounts:profile", body=_words(full_name="Tên Mới", phone="")),
    Case("accounts:request-list"),
    *_request_cases(),
    Case("agencies:agency-list"),
    Case("agencies:agency-create", body=_agency_body),
    Case("agencies:agency-detail", _agency_a),
    Case("agencies:agency-edit", _agency_a, _agency_body),
    Case("agencies:person-list", _agency_a),
    Case("agencies:person-create", _agency_a, _words(full_name="Lê Thị Ê")),
    Case("agencies:membership-propose", _agency_a, _member_body),
    Case("agencies:membership-end", _thing("membership")),
    Case("agencies:switch", body=_switch_body),
    Case("agencies:holiday-list"),
    Case("agencies:holiday-create", body=_holiday),
    Case("agencies:holiday-edit", _pk("holiday"), _holiday),
    Case("reports:statistics"),
    Case("reports:r1"),
    Case("desk:home"),
    Case("desk:me"),
    Case("desk:log"),
    Case("desk:style"),
    Case("desk:verify"),
    Case("desk:privacy"),
    Case("desk:healthz"),
    Case("desk:readyz"),
    Case("messaging:notice-list"),
    Case("messaging:notice-read", _thing("notice")),
    Case("messaging:job-detail", _thing("waiting_job")),
    Case("messaging:job-cancel", _thing("waiting_job")),
    Case("messaging:job-result", _thing("done_job")),
    Case("messaging:outbox"),
]
LIBRARY = [
    Case("set_language", body=_words(language="en")),
    Case("account_login", body=_login),
    Case("account_logout"),
    Case("account_inactive"),
    Case("account_signup", body=_signup),
    Case("account_reauthenticate", body=_words(password=make.PASSWORD)),
    Case("account_email", body=_words(action_add="", email="them@example.vn")),
    Case("account_email_verification_sent"),
    Case("account_change_password", body=_password),
    Case("account_set_password", body=_password),
    Case("account_reset_password", body=_words(email="khach@example.vn")),
    Case("account_reset_password_done"),
    Case("account_reset_password_from_key", _reset_key, _password),
    Case("account_reset_password_from_key_done"),
    Case("account_confirm_email", _confirm_key),
    Case("account_confirm_login_code"),
    Case("mfa_index"),
    Case("mfa_authenticate"),
    Case("mfa_reauthenticate"),
    Case("mfa_reauthenticate_webauthn"),
    Case("mfa_activate_totp", body=_words(code="000000")),
    Case("mfa_deactivate_totp"),
    Case("mfa_view_recovery_codes"),
    Case("mfa_generate_recovery_codes"),
    Case("mfa_download_recovery_codes"),
    Case("mfa_list_webauthn"),
    Case("mfa_add_webauthn", body=_words(name="Khóa mới", credential="{}")),
    Case("mfa_remove_webauthn", _pk("key")),
    Case("mfa_edit_webauthn", _pk("key"), _words(name="Khóa cơ quan")),
    Case("usersessions_list"),
]
CASES = [*POSITIONS, *CANDIDATES, *EXAMS, *MARKING, *OFFICES, *LIBRARY]
