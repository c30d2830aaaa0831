"""Verbs over agencies, people, memberships and the calendar."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from accounts.workflow import ask_second_person
from agencies.models import Agency, Holiday, Membership, Person
from agencies.queries import admin_scope
from agencies.rules import (
    can_add_person,
    can_create_agency,
    can_edit_agency,
    can_edit_calendar,
    can_end_membership,
    can_propose_membership,
)
from audit import clock
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import add, amend, changing, move
from messaging.language import official
from messaging.workflow import notify

State = Membership.State


def create_agency(agency: Agency, *, by: User | None) -> Agency:
    """Enter a body; sector and province follow from its topmost ancestor."""
    if by is not None:
        require(can_create_agency(by))
    with transaction.atomic():
        _inherit(agency)
        add(agency, by=by)
        if agency.parent_id is None:
            amend(agency, by=by, root=agency)
    return agency


def _inherit(agency: Agency) -> None:
    parent = agency.parent
    if parent is None:
        agency.path = agency.code
        return
    agency.path = f"{parent.path}/{agency.code}"
    agency.root = parent.root or parent
    agency.sector, agency.province = agency.root.sector, agency.root.province


def edit_agency(agency: Agency, *, by: User, **fields: Any) -> Agency:
    """Change name, address, validity, successor or pilot mark of a body."""
    with changing(agency) as agency:
        require(can_edit_agency(by, agency))
        return amend(agency, by=by, **fields)


def create_person(person: Person, *, by: User | None) -> Person:
    """Enter a human being, with or without a log-in."""
    if by is not None:
        require(can_add_person(by, person.agency))
    return add(person, by=by)


def person_of(user: User) -> Person:
    """The person behind a log-in; made at the first need."""
    found = Person.objects.filter(user=user).first()
    if found:
        return found
    return add(Person(full_name=user.full_name, user=user), by=user)


def propose_membership(member: User, *, agency: Agency, role: str, by: User) -> Membership:
    """Propose a role; it holds only once a second administrator agrees."""
    with changing(agency) as agency:
        require(can_propose_membership(by, agency, role, member))
        taken = Membership.objects.filter(user=member, agency=agency, role=role)
        if taken.exclude(state=State.ENDED).exists():
            require(deny(_("Người này đã giữ hoặc đang chờ vai trò này.")))
        membership = Membership(user=member, agency=agency, role=role, proposed_by=by)
        add(membership, by=by)
        scope = admin_scope(agency)
        ask_second_person("membership", membership, by=by, approver_scope=scope)
    return membership


def grant_membership(membership: Membership, *, request: Any, by: User) -> Membership:
    """The second administrator's yes (run by the two-person request)."""
    fields = {"granted_by": by, "granted_at": clock.now()}
    membership = move(membership, State.ACTIVE, by=by, **fields)
    _set_second_factor(membership.user)
    _tell(membership, request.public_id)
    return membership


def drop_membership(membership: Membership, *, request: Any, by: User | None) -> Membership:
    """The proposal was refused, withdrawn, void, or its time is over; it may have ended before."""
    if membership.state != State.PROPOSED:
        return membership
    return move(membership, State.ENDED, by=by, ended_at=clock.now())


def end_membership(membership: Membership, *, by: User) -> Membership:
    """Take a role away, at once."""
    with changing(membership) as membership:
        require(can_end_membership(by, membership))
        membership = move(membership, State.ENDED, by=by, ended_at=clock.now())
        _set_second_factor(membership.user)
    return membership


def appoint_first_administrators(agency: Agency, users: list[User]) -> list[Membership]:
    """Two first administrators of an installation; only while none is active anywhere."""
    role = Membership.Role.AGENCY_ADMIN
    with transaction.atomic():
        if Membership.objects.current().filter(role=role).exists():
            raise ValueError("There already is an active administrator.")
        return [found_membership(user, agency, role) for user in users]


def found_membership(user: User, agency: Agency, role: str) -> Membership:
    """A role that no two persons could grant yet: first administrators and the demo."""
    with transaction.atomic():
        membership = add(Membership(user=user, agency=agency, role=role), by=None)
        move(membership, State.ACTIVE, by=None, granted_at=clock.now())
        _set_second_factor(user)
    return membership


def _set_second_factor(user: User) -> None:
    """Whoever holds a role must have a second factor."""
    needed = Membership.objects.current().filter(user=user).exists()
    User.objects.filter(pk=user.pk).update(needs_second_factor=needed)


@official
def _tell(membership: Membership, key: str) -> None:
    role, agency = membership.get_role_display(), membership.agency.name
    text = _("Bạn được giao vai trò “%(role)s” tại %(agency)s.") % {"role": role, "agency": agency}
    notify(user=membership.user, key=f"membership:{key}", text=text, url=reverse("desk:home"))


def save_holiday(holiday: Holiday, *, by: User) -> Holiday:
    """Add or change a day of the working calendar; an edited day is never overwritten."""
    require(can_edit_calendar(by))
    with transaction.atomic():
        holiday.edited = True
        holiday.save()
        record(
            chain="system",
            kind="calendar_changed",
            by=by,
            subject=subject_of(holiday),
            data={"day": holiday.day, "kind": holiday.kind, "name": holiday.name},
        )
    return holiday
