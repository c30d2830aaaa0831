"""Forms filled in from the profile, the receipt on paper, and the proof a stranger recomputes."""

import base64
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from audit import clock
from audit.merkle import path_of, root_of
from candidates import workflow
from candidates.erasure import TIME_IS_OVER, erase_application
from candidates.models import Application
from candidates.printing import FORMS
from positions.models import Opening
from tests import builders as make

pytestmark = pytest.mark.django_db
State = Application.State


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def get(client, name, row, *more):
    return client.get(reverse(f"candidates:{name}", args=[row.public_id, *more]))


@pytest.fixture
def opening():
    return make.opening_at(Opening.State.PUBLISHED, title="Trưởng phòng Phòng Ê Đê")


@pytest.fixture
def draft(opening):
    profile = make.candidate(full_name="Ưng Thị Ngọc Ẩn", job="Phó Trưởng phòng *#[x]")
    return make.application_at(State.DRAFT, opening, profile)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_filled_in_from_the_profile(client, draft, form):
    client.force_login(draft.profile.user)

    answer = get(client, "form-print", draft, form)

    text = text_of(answer.getvalue())
    for word in ("Ưng Thị Ngọc Ẩn", "Phó Trưởng phòng *#[x]", draft.profile.citizen_id):
        assert word in text
    assert answer["Content-Type"] == "application/pdf"
    if form != "CV_2C":
        assert "Trưởng phòng Phòng Ê Đê" in text


def test_the_application_form_lists_what_the_class_hands_in(client, draft):
    workflow.choose_source(draft, "NOMINATED_OUT_PLAN", by=draft.profile.user)
    client.force_login(draft.profile.user)
    text = text_of(get(client, "form-print", draft, "APP_FORM").getvalue())
    assert "Văn bản đề cử" in text
    assert "Quyết định phê duyệt quy hoạch" not in text


def test_forms_are_vietnamese_whoever_reads(client, draft):
    client.force_login(draft.profile.user)
    client.cookies["django_language"] = "en"
    text = text_of(get(client, "form-print", draft, "EVAL").getvalue())
    assert "NHẬN XÉT, ĐÁNH GIÁ" in text


def test_unknown_form_and_a_strangers_are_not_found(client, draft):
    client.force_login(draft.profile.user)
    assert get(client, "form-print", draft, "HEALTH").status_code == 404
    client.force_login(make.candidate().user)
    for name in ("receipt-file", "receipt-proof"):
        assert get(client, name, draft).status_code == 404
    assert get(client, "form-print", draft, "EVAL").status_code == 404
    client.force_login(make.officer(draft.opening.agency))
    assert get(client, "receipt-proof", draft).status_code == 404


def test_the_receipt_on_paper_says_when_to_the_second_and_where_in_the_ledger(client, draft):
    at = clock.now()
    row = workflow.submit(draft, by=draft.profile.user, received_at=at)
    client.force_login(draft.profile.user)

    text = text_of(get(client, "receipt-file", row).getvalue())

    entry = json.loads(get(client, "receipt-proof", row).getvalue())["entry"]
    assert row.receipt_code in text
    assert f"{entry['chain']} / {entry['seq']}" in text
    assert "Chưa có mốc chốt nào gồm dòng này" in text


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def climbed(leaf: str, index: int, size: int, path: list[str]) -> str:
    """RFC 9162, section 2.1.3.2, written from its text."""
    fn, sn, value = index, size - 1, bytes.fromhex(leaf)
    for step in map(bytes.fromhex, path):
        if fn & 1 or fn == sn:
            value = node(step, value)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node(value, step)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return value.hex()


def recomputed(proof: dict) -> tuple[str, str, str]:
    """Leaf, payload digest and root as a stranger makes them of the file alone."""
    entry = dict(proof["entry"])
    told = entry.pop("hash")
    plain = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    leaf = hashlib.sha256(b"\x00" + plain).hexdigest()
    assert leaf == told
    own = proof["payload"]
    digest = hashlib.sha256(b"\x02" + bytes.fromhex(own["salt"]) + own["body"].encode()).hexdigest()
    way = proof["inclusion"]
    return leaf, digest, climbed(leaf, way["index"], way["size"], way["path"])


def test_a_stranger_recomputes_the_proof_from_the_file_alone(client):
    period = make.campaign_with_closed_list(3)
    for row in Application.objects.filter(opening__campaign=period):
        client.force_login(row.profile.user)
        proof = json.loads(get(client, "receipt-proof", row).getvalue())

        _leaf, digest, root = recomputed(proof)

        assert digest == proof["entry"]["digest"]
        _origin, size, told = proof["inclusion"]["checkpoint"].split("\n")[:3]
        assert (root, int(size)) == (base64.b64decode(told).hex(), proof["inclusion"]["size"])
        assert "mã gốc" in text_of(get(client, "receipt-file", row).getvalue())


def test_a_changed_file_does_not_fit(client):
    period = make.campaign_with_closed_list(2)
    row = Application.objects.filter(opening__campaign=period).first()
    client.force_login(row.profile.user)
    proof = json.loads(get(client, "receipt-proof", row).getvalue())
    root = recomputed(proof)[2]
    for place, _step in enumerate(proof["inclusion"]["path"]):
        spoiled = json.loads(json.dumps(proof))
        spoiled["inclusion"]["path"][place] = "00" * 32
        assert recomputed(spoiled)[2] != root


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 64, 65])
def test_every_path_of_every_small_tree_leads_to_its_root(size):
    leaves = [hashlib.sha256(bytes([n])).hexdigest() for n in range(size)]
    root = root_of(leaves)
    for index, leaf in enumerate(leaves):
        assert climbed(leaf, index, size, path_of(leaves, index)) == root
    with pytest.raises(IndexError):
        path_of(leaves, size)


def test_the_proof_goes_with_the_payload(client, draft):
    row = workflow.submit(draft, by=draft.profile.user, received_at=clock.now())
    erase_application(row, by=None, reason=TIME_IS_OVER)
    client.force_login(row.profile.user)
    assert get(client, "receipt-proof", row).status_code == 404
    assert get(client, "receipt-file", row).status_code == 302


def test_pages_lead_there(client, draft):
    client.force_login(draft.profile.user)
    page = get(client, "application", draft).content.decode()
    for form in FORMS:
        assert reverse("candidates:form-print", args=[draft.public_id, form]) in page
    with clock.at(clock.now() + timedelta(seconds=1)):
        row = workflow.submit(draft, by=draft.profile.user, received_at=clock.now())
    page = get(client, "receipt", row).content.decode()
    assert reverse("candidates:receipt-file", args=[row.public_id]) in page
    assert reverse("candidates:receipt-proof", args=[row.public_id]) in page
