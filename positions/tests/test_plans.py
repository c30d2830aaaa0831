"""Yearly plans: posts by quarter, approval up the tree, campaigns and councils from them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import TwoPersonRequest
from accounts.workflow import refuse, withdraw
from agencies.models import Person
from agencies.workflow import create_person
from positions import plan_workflow as workflow
from positions.models import AuthorityKind, Campaign, Duty, Opening, Plan, PlanLine, Title
from positions.reference import load_authority_kinds, load_titles
from tests import builders as make
from tests.reset import remove_triggers

pytestmark = pytest.mark.django_db
State = Plan.State


@pytest.fixture(autouse=True)
def _reference(db):
    load_titles()
    load_authority_kinds()


def province():
    return make.agency("TINH")


def department():
    return make.agency("TINH.SNV", parent=province(), root=province(), path="TINH/TINH.SNV")


def hr(agency=None):
    return make.officer(agency or department())


def head(agency):
    return make.officer(agency, make.HEAD)


def kind(code="TINH_UY"):
    return AuthorityKind.objects.get(code=code)


def line(plan, **fields):
    defaults = {
        "agency": plan.agency,
        "title": Title.objects.get(code="TP"),
        "name": "Trưởng phòng Tổ chức",
        "quarter": 2,
        "authority": plan.agency,
        "authority_kind": kind("SO_NGANH"),
    }
    return workflow.add_line(PlanLine(plan=plan, **defaults | fields), by=hr(plan.agency))


def planned(agency=None, year=2027, lines=1, **fields):
    agency = agency or department()
    plan = workflow.create_plan(agency, year, by=hr(agency))
    for n in range(lines):
        line(plan, name=f"Trưởng phòng {n + 1}", quarter=n % 4 + 1, **fields)
    number = {"document_no": "5/KH", "document_on": date(year - 1, 12, 1)}
    return workflow.edit_plan(plan, by=hr(agency), **number)


def waiting():
    return TwoPersonRequest.objects.waiting().get(kind="plan")


def approved(agency=None, **fields):
    plan = workflow.propose_plan(planned(agency, **fields), by=hr(agency))
    while plan.state == State.PROPOSED:
        make.agreed(waiting(), by=head(plan.waits_at))
        plan.refresh_from_db()
    return plan


def test_the_heads_approve_one_after_another_up_the_tree():
    plan = workflow.propose_plan(planned(), by=hr())
    assert plan.waits_at == department()

    make.agreed(waiting(), by=head(department()))
    plan.refresh_from_db()
    assert (plan.state, plan.waits_at) == (State.PROPOSED, province())
    make.agreed(waiting(), by=head(province()))

    plan.refresh_from_db()
    assert (plan.state, plan.waits_at, plan.approved_by) == (State.APPROVED, None, head(province()))
    assert [row.agency for row in plan.approvals.all()] == [department(), province()]


def test_a_body_without_a_level_above_approves_alone():
    plan = approved(make.agency())

    assert plan.approvals.count() == 1


def test_the_level_above_returns_it_with_a_remark():
    plan = workflow.propose_plan(planned(), by=hr())
    make.agreed(waiting(), by=head(department()))

    refuse(waiting(), by=head(province()), reason="Giảm một chỉ tiêu.")

    plan.refresh_from_db()
    assert (plan.state, plan.waits_at, plan.proposed_by) == (State.DRAFT, None, None)
    plan = workflow.propose_plan(plan, by=hr())
    make.agreed(waiting(), by=head(department()))
    assert list(plan.approvals.values_list("round", flat=True)) == [1, 2]


def test_who_proposed_takes_it_back_at_any_level():
    plan = workflow.propose_plan(planned(), by=hr())
    make.agreed(waiting(), by=head(department()))

    withdraw(waiting(), by=hr())

    plan.refresh_from_db()
    assert plan.state == State.DRAFT


def test_the_codes_of_the_openings_are_checked_beforehand(client):
    plan = approved(lines=2)
    make.opening_at(Opening.State.DRAFT, make.campaign("KHAC"), code="DOT-KH.1")
    client.force_login(hr())
    url = reverse("positions:plan-campaign", args=[plan.agency.code, plan.year])
    body = {
        "name": "Đợt một",
        "regulation": make.regulation().pk,
        "contact_name": "Liên",
        "contact_phone": "024",
        "lines": [row.pk for row in plan.lines.all()],
    }

    taken = client.post(url, body | {"code": "DOT-KH"}).content.decode()
    long = client.post(url, body | {"code": "D" * 39}).content.decode()

    assert "hãy chọn mã khác" in taken
    assert "không đủ chỗ" in long


def test_the_head_of_another_body_decides_nothing():
    plan = workflow.propose_plan(planned(), by=hr())

    with pytest.raises(PermissionDenied):
        make.agreed(waiting(), by=head(province()))
    plan.refresh_from_db()
    assert plan.waits_at == department()


def test_a_line_changed_meanwhile_voids_the_approval():
    plan = workflow.propose_plan(planned(), by=hr())
    request = waiting()
    PlanLine.objects.filter(plan=plan).update(seats=9)

    make.agreed(request, by=head(department()))

    plan.refresh_from_db()
    request.refresh_from_db()
    assert (request.state, plan.state) == ("VOID", State.DRAFT)


# Same person


def test_who_proposed_a_plan_cannot_approve_it_by_verb_or_page(client):
    someone = make.member(hr(), department(), make.HEAD)
    plan = workflow.propose_plan(planned(), by=someone)
    request = waiting()

    with pytest.raises(PermissionDenied):
        make.agreed(request, by=someone)
    client.force_login(someone)
    url = reverse("accounts:request-approve", args=[request.public_id])
    assert client.post(url, {"digest": request.digest}).status_code == 403
    plan.refresh_from_db()
    assert plan.approvals.count() == 0


def test_nor_at_the_level_above(client):
    """HR of the department who is also head of the province."""
    someone = make.member(hr(), province(), make.HEAD)
    workflow.propose_plan(planned(), by=someone)
    make.agreed(waiting(), by=head(department()))

    with pytest.raises(PermissionDenied, match="không được tự"):
        make.agreed(waiting(), by=someone)


APPROVE = """
    UPDATE positions_plan SET state = 'APPROVED', waits_at_id = NULL,
        approved_by_id = %s, approved_at = '2026-01-01' WHERE id = %s
"""
ENTER = """
    INSERT INTO positions_planapproval
        (plan_id, agency_id, round, approved_by_id, proposed_by_id, approved_at)
    VALUES (%s, %s, 9, %s, %s, '2026-01-01')
"""


@pytest.mark.django_db(transaction=True)
def test_who_proposed_a_plan_cannot_approve_it_by_sql():
    plan = workflow.propose_plan(planned(), by=hr())
    other, agency = head(department()), plan.agency_id
    remove_triggers()

    def run(sql, *values):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    for wrong in (plan.proposed_by_id, None):
        with pytest.raises(IntegrityError):
            run(APPROVE, wrong, plan.pk)
    with pytest.raises(IntegrityError):
        run(ENTER, plan.pk, agency, plan.proposed_by_id, plan.proposed_by_id)
    run(APPROVE, other.pk, plan.pk)  # the controls
    run(ENTER, plan.pk, agency, other.pk, plan.proposed_by_id)


# Drafts


@pytest.mark.parametrize(
    ("code", "year", "quarter", "allowed"),
    [
        ("HUYEN_UY", 2025, 2, True),  # begins on 01/04/2025
        ("HUYEN_UY", 2025, 3, False),  # districts ended on 30/06/2025
        ("DU_XA", 2025, 2, False),
        ("DU_XA", 2025, 3, True),
        ("BCSD_UBND", 2024, 4, True),
        ("BCSD_UBND", 2027, 1, False),
        ("DU_UBND", 2027, 1, True),
        ("TINH_UY", 2018, 1, True),
        ("TINH_UY", 2027, 1, True),
    ],
)
def test_the_deciding_body_must_exist_when_the_exam_begins(code, year, quarter, allowed):
    plan = workflow.create_plan(department(), year, by=hr())
    if allowed:
        assert line(plan, authority_kind=kind(code), quarter=quarter).pk
    else:
        with pytest.raises(PermissionDenied, match="không còn hoặc chưa có"):
            line(plan, authority_kind=kind(code), quarter=quarter)


def test_last_years_plan_is_copied_and_ended_bodies_are_replaced():
    last = workflow.create_plan(department(), 2025, by=hr())
    line(last, name="Chánh Văn phòng", authority_kind=kind("HUYEN_UY"), quarter=1, seats=3)
    gone = line(last, name="Bỏ", quarter=1)
    workflow.remove_line(gone, by=hr())

    copy = workflow.copy_plan(last, by=hr())

    assert (copy.year, copy.state, copy.copied_from) == (2026, State.DRAFT, last)
    [row] = copy.lines.all()
    assert (row.name, row.seats, row.authority_kind.code) == ("Chánh Văn phòng", 3, "DU_XA")
    with pytest.raises(PermissionDenied, match="đã có kế hoạch"):
        workflow.copy_plan(last, by=hr())


@pytest.mark.parametrize("missing", ["number", "lines"])
def test_an_incomplete_plan_is_not_proposed(missing):
    if missing == "lines":
        plan, words = planned(lines=0), "chưa có chức danh nào"
    else:
        plan, words = workflow.create_plan(department(), 2027, by=hr()), "số hoặc ngày"
    with pytest.raises(PermissionDenied, match=words):
        workflow.propose_plan(plan, by=hr())


def test_a_proposed_or_approved_plan_is_not_edited():
    plan = approved()

    with pytest.raises(PermissionDenied, match="đang soạn"):
        line(plan)
    with pytest.raises(PermissionDenied, match="đang soạn"):
        workflow.remove_line(plan.lines.get(), by=hr())


# Campaigns


def campaign_of(plan, code="DOT-KH"):
    return Campaign(
        code=code,
        name="Đợt thi theo kế hoạch",
        host=plan.agency,
        regulation=make.regulation(),
        contact_name="Nguyễn Thị Liên",
        contact_phone="024 1234 5678",
    )


def test_one_click_makes_campaign_openings_and_council():
    plan = approved(lines=3)
    rows = list(plan.lines.all()[:2])
    people = [create_person(Person(full_name=f"Ủy viên {n}"), by=None) for n in range(3)]
    council = [(people[0], {"is_chair": True}), (people[1], {}), (people[2], {})]

    campaign = workflow.open_campaign(
        plan, campaign_of(plan), rows, by=hr(), council=council, decision_no="7/QĐ"
    )

    assert (campaign.plan_no, campaign.plan_on) == ("5/KH", plan.document_on)
    openings = list(campaign.openings.order_by("pk"))
    assert [row.title for row in openings] == [row.name for row in rows]
    assert {row.state for row in openings} == {Opening.State.DRAFT}
    assert [row.opening for row in plan.lines.all()] == [*openings, None]
    duties = campaign.duties.filter(board=Duty.Board.COUNCIL)
    assert (duties.count(), duties.filter(is_chair=True).count()) == (3, 1)
    assert set(duties.values_list("decision_no", flat=True)) == {"7/QĐ"}


def test_a_post_enters_one_campaign_only():
    plan = approved(lines=2)
    rows = list(plan.lines.all())
    workflow.open_campaign(plan, campaign_of(plan), rows[:1], by=hr())

    with pytest.raises(PermissionDenied, match="đã vào đợt thi khác"):
        workflow.open_campaign(plan, campaign_of(plan, "DOT-HAI"), rows[:1], by=hr())
    assert not Campaign.objects.filter(code="DOT-HAI").exists()


def test_a_failed_council_leaves_nothing_behind():
    plan = approved()
    person = create_person(Person(full_name="Ủy viên"), by=None)
    twice = [(person, {}), (person, {})]

    with pytest.raises(PermissionDenied):
        workflow.open_campaign(plan, campaign_of(plan), plan.lines.all(), by=hr(), council=twice)
    assert not Campaign.objects.exists()
    assert plan.lines.get().opening is None


def test_the_page_walks_from_the_plan_to_the_campaign(client):
    plan = approved(lines=2)
    client.force_login(hr())
    url = reverse("positions:plan-campaign", args=[plan.agency.code, plan.year])
    first = plan.lines.first()
    body = {
        "code": "DOT-KH",
        "name": "Đợt một",
        "regulation": make.regulation().pk,
        "contact_name": "Liên",
        "contact_phone": "024",
        "lines": [first.pk],
    }
    person = create_person(Person(full_name="Chủ tịch", agency=department()), by=None)
    refused = client.post(url, body | {"chair": person.pk})
    assert "phải có số quyết định thành lập" in refused.content.decode()

    done = client.post(url, body | {"chair": person.pk, "decision_no": "7/QĐ"}, follow=True)

    assert "Đã lập đợt thi cùng các chức danh" in done.content.decode()
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "chưa vào đợt thi" in page


def test_who_may_read_a_plan(client):
    plan = workflow.propose_plan(planned(), by=hr())
    url = plan.get_absolute_url()

    def status(user):
        client.force_login(user)
        return client.get(url).status_code

    ministry = make.officer(make.agency("BNV"), "ministry_staff")
    assert status(head(province())) == 200
    assert status(hr(make.agency("BO-B"))) == 404
    assert status(ministry) == 404  # not before it is approved
    for _level in range(2):
        plan.refresh_from_db()
        make.agreed(waiting(), by=head(plan.waits_at))
    assert status(ministry) == 200
