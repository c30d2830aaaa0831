"""Whatever happens to dossiers, everybody who registered is counted once, and the ledger holds.

Every history is drawn from a seed. PROVE=full plays 30 of them, otherwise four.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts import workflow as requests
from accounts.models import TwoPersonRequest, User
from audit import clock, invariants
from audit.transitions import TransitionNotAllowed
from audit.verification import verify
from candidates import objection_workflow as objections
from candidates import vetting_workflow as vetting
from candidates import workflow
from candidates.models import Application, EligibilityCheck
from candidates.queries import list_progress
from candidates.rules import list_is_ready
from positions.models import Opening
from tests.builders import HEAD, application_at, decided, officer, opening_at

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
HISTORIES = 30 if os.environ.get("PROVE") == "full" else 4
SEED, STEPS, PEOPLE = 20261126, 40, 7
State = Application.State


class History:
    """One opening, seven people, and whoever acts next."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.opening = opening_at(Opening.State.PUBLISHED)
        agency = self.opening.agency
        self.hr = [officer(agency, n=n) for n in (1, 2, 3)]
        self.head = officer(agency, HEAD)
        self.people = [application_at(State.DRAFT, self.opening) for _place in range(PEOPLE)]
        self.done: Counter[str] = Counter()

    def play(self) -> None:
        acts: list[tuple[Callable, str]] = [
            (self.submit, State.DRAFT),
            (self.decide, State.SUBMITTED),
            (self.confirm, State.SUBMITTED),
            (self.ask, State.SUBMITTED),
            (self.answer, State.SUPPLEMENT),
            (self.withdraw, State.ELIGIBLE),
            (self.object, State.INELIGIBLE),
            (self.answer_objection, State.INELIGIBLE),
            (self.settle, State.INELIGIBLE),
        ]
        for _step in range(STEPS):
            act, state = self.dice.choice(acts)
            self.act(act, self.somebody(state))
            self.check()

    def somebody(self, state: str) -> Application:
        """Mostly one for whom the act is meant, sometimes anybody."""
        rows = Application.objects.filter(pk__in=[row.pk for row in self.people]).order_by("pk")
        meant = list(rows.filter(state=state)) if self.dice.random() < 0.8 else []
        return self.dice.choice(meant or list(rows))

    def act(self, act: Callable, row: Application) -> None:
        try:
            act(row)
        except (PermissionDenied, TransitionNotAllowed):
            self.done["refused"] += 1
        else:
            self.done[act.__name__] += 1

    def check(self) -> None:
        """The counts of the page, and those anybody can count."""
        lines = list_progress(self.opening.campaign)
        (line,) = [line for line in lines if line.opening == self.opening]
        states = Counter(self.opening.applications.values_list("state", flat=True))
        registered = self.opening.applications.registered().count()
        assert line.registered == registered == PEOPLE - states[State.DRAFT]
        parts = (line.eligible, line.ineligible, line.withdrawn, line.waiting)
        assert sum(parts) == registered
        assert parts[:3] == (
            states[State.ELIGIBLE],
            states[State.INELIGIBLE],
            states[State.WITHDRAWN],
        )

    def officer(self) -> User:
        return self.dice.choice(self.hr)

    def submit(self, row: Application) -> None:
        workflow.submit(row, by=row.profile.user, received_at=clock.now())

    def decide(self, row: Application) -> None:
        verdict = self.dice.choice(("ELIGIBLE", "INELIGIBLE"))
        decided(row, verdict, "Thiếu bằng." * (verdict == "INELIGIBLE"), by=self.officer())

    def confirm(self, row: Application) -> None:
        check = row.checks.filter(state=EligibilityCheck.State.PROPOSED).first()
        if check and self.dice.random() < 0.8:
            vetting.confirm(check, by=self.officer())
        elif check:
            vetting.send_back(check, by=self.officer(), reason="Xem lại.")

    def ask(self, row: Application) -> None:
        due_on = clock.today() + timedelta(days=3)
        vetting.ask_supplement(row, "Thiếu bằng.", due_on, by=self.officer())

    def answer(self, row: Application) -> None:
        owner, now = row.profile.user, clock.now()
        vetting.answer_supplement(row, "Xin gửi.", by=owner, received_at=now)

    def withdraw(self, row: Application) -> None:
        if self.dice.random() < 0.4:
            workflow.withdraw(row, by=row.profile.user)

    def object(self, row: Application) -> None:
        owner, now = row.profile.user, clock.now()
        objections.object_to_refusal(row, "Có bằng.", by=owner, received_at=now)

    def answer_objection(self, row: Application) -> None:
        if objection := getattr(row, "objection", None):
            outcome = self.dice.choice(("UPHELD", "REJECTED"))
            objections.answer_objection(objection, outcome, "Đã xem.", by=self.officer())

    def settle(self, row: Application) -> None:
        for request in TwoPersonRequest.objects.waiting().filter(kind="objection")[:1]:
            requests.approve(request, by=self.head, digest=request.digest)


def test_everybody_registered_is_counted_once(capsys):
    done: Counter[str] = Counter()
    for number in range(HISTORIES):
        history = History(SEED + number)
        history.play()
        done += history.done

    with capsys.disabled():
        acts = ", ".join(f"{name} {n}" for name, n in sorted(done.items()))
        print(f"\nhistories: {HISTORIES} of {HISTORIES} add up ({acts})")
    wanted = ("confirm", "ask", "answer", "withdraw", "object", "settle", "refused")
    assert [name for name in wanted if not done[name]] == []
    assert verify().faults == []
    assert [fault for faults in invariants.run().values() for fault in faults] == []


def test_a_state_that_no_count_knows_is_seen(monkeypatch):
    """The control: were dossiers to be supplemented counted nowhere, somebody would be lost."""
    history = History(SEED)
    history.submit(history.people[0])
    history.ask(history.people[0])
    history.check()
    monkeypatch.setattr(Application, "UNDECIDED_STATES", (State.SUBMITTED,))

    with pytest.raises(AssertionError):
        history.check()


def test_no_list_is_closed_over_a_dossier_without_a_verdict():
    history = History(SEED + 1)
    for row in history.people:
        history.submit(row)
    with clock.at(history.opening.receipt_deadline + timedelta(minutes=5)):
        assert "7 hồ sơ chưa có kết luận" in list_is_ready(history.opening.campaign).reason
