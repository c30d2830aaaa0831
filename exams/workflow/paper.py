"""Keys of the holders, paper codes, the sealed map and its opening."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import TwoPersonRequest, User
from accounts.verdicts import require
from accounts.workflow import approve, ask_second_person
from audit.checkpoints import seal
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import TransitionNotAllowed, add, amend, changing, locked, move
from candidates.models import Application
from exams import sealing
from exams.models import CodeMap, Exam, HolderKey, KeyTurn, Paper, PaperOwner, Seat
from exams.queries.paper import HOLDER_SCOPE
from exams.rules.paper import (
    OPENING,
    can_confirm_presence,
    can_confirm_spare,
    can_make_codes,
    can_make_key,
    can_turn_key,
    holder_duty,
    standing_map,
    standing_turn,
    waiting_opening,
)

State = Exam.State
CODE_DIGITS = 6


def make_key(exam: Exam, *, by: User, seen: int | None = None) -> str:
    """A holder's new key: the secret half is returned once, to be printed, and never kept.

    `seen` is how many keys of the holder the page showed: a page sent twice makes one key.
    """
    with changing(exam) as exam:
        require(can_make_key(by, exam))
        role, duty = holder_duty(by, exam.campaign)
        _still(seen, exam.keys.filter(role=role).count())
        for earlier in locked(*exam.keys.active().filter(role=role)):
            move(earlier, HolderKey.State.REPLACED, by=by)
        secret = sealing.new_secret()
        public_key = sealing.public_key_of(secret)
        add(HolderKey(exam=exam, duty=duty, role=role, public_key=public_key), by=by)
    return secret


def _still(seen: Any, now: Any) -> None:
    """What the page showed is still so; None asks nothing."""
    if seen is not None and seen != now:
        raise TransitionNotAllowed(_("Trang bạn gửi đã cũ. Hãy tải lại trang để xem hiện trạng."))


def make_codes(exam: Exam, *, by: User, seen: int | None = None) -> list[tuple[Seat, str]]:
    """Give every collected paper a random code and seal the map; returns the pairs to print.

    They exist in this answer and in the sealed map only. Asked again before marking, the earlier
    map and its papers become void: a lost print is never recovered. `seen` is the version of the
    map the page showed (0: none).
    """
    with changing(exam) as exam:
        require(can_make_codes(by, exam))
        code_maps = list(exam.code_maps.standing())
        _still(seen, version_of(exam))
        if exam.state == State.SAT:
            exam = move(exam, State.CODED, by=by)
        _void(code_maps, by)
        pairs = _draw_codes(exam)
        code_map = _commit(exam, [pair for _seat, pair in pairs], by)
        for code in sorted(pair.code for _seat, pair in pairs):
            add(Paper(exam=exam, code_map=code_map, code=code), by=by)
        _record_map(exam, code_map, "map_committed", by)
        seal(exam.ledger_chain)
    return [(seat, pair.code) for seat, pair in pairs]


def _void(code_maps: list[CodeMap], by: User) -> None:
    for code_map in locked(*code_maps):
        for paper in locked(*code_map.papers.live()):
            move(paper, Paper.State.VOID, by=by)
        move(code_map, CodeMap.State.VOID, by=by)


def _draw_codes(exam: Exam) -> list[tuple[Seat, sealing.Pair]]:
    """A code of its own for every paper: no relation to number, seat or time."""
    seats = list(
        Seat.objects.filter(sitting__exam=exam, attendance=Seat.Attendance.SAT)
        .select_related("application")
        .order_by("place")
    )
    taken = set(exam.papers.values_list("code", flat=True))
    codes = _fresh_codes(len(seats), taken)
    return [
        (seat, sealing.new_pair(code, seat.application.public_id))
        for seat, code in zip(seats, codes, strict=True)
    ]


def _fresh_codes(count: int, taken: set[str]) -> list[str]:
    lowest, codes = 10 ** (CODE_DIGITS - 1), set()
    while len(codes) < count:
        code = str(lowest + secrets.randbelow(9 * lowest))
        if code not in taken:
            codes.add(code)
    drawn = sorted(codes)
    secrets.SystemRandom().shuffle(drawn)
    return drawn


def _commit(exam: Exam, pairs: list[sealing.Pair], by: User) -> CodeMap:
    keys = dict(exam.keys.active().values_list("role", "public_key"))
    ciphertext, envelopes = sealing.seal_pairs(pairs, keys)
    code_map = CodeMap(
        exam=exam,
        version=exam.code_maps.count() + 1,
        root=sealing.root_of_pairs(pairs),
        size=len(pairs),
        ciphertext=ciphertext,
        envelopes=envelopes,
    )
    return add(code_map, by=by)


def _record_map(exam: Exam, code_map: CodeMap, kind: str, by: User) -> None:
    record(
        chain=exam.ledger_chain,
        kind=kind,
        by=by,
        subject=subject_of(code_map),
        agency=exam.ledger_agency,
        data={"root": code_map.root, "size": code_map.size, "version": code_map.version},
    )


def version_of(exam: Exam) -> int:
    """The version of the map in force, 0 when there is none."""
    code_map = standing_map(exam)
    return code_map.version if code_map else 0


def confirm_spare(exam: Exam, *, spare_seal: str, by: User, seen: int | None = None) -> CodeMap:
    """The supervisor has the sealed envelope with the printed map; marking may begin."""
    code_map = standing_map(exam)
    with changing(exam, *([code_map] if code_map else [])) as rows:
        exam = rows[0] if code_map else rows
        require(can_confirm_spare(by, exam))
        _still(seen, version_of(exam))
        if not spare_seal.strip():
            raise ValidationError({"spare_seal": _("Ghi số niêm phong trên phong bì.")})
        return amend(rows[1], by=by, spare_seal=spare_seal.strip())


def turn_key(exam: Exam, secret: str, *, by: User) -> TwoPersonRequest:
    """The first holder takes off the outer locks; the request waits for another holder."""
    with changing(exam) as exam:
        require(can_turn_key(by, exam))
        code_map = standing_map(exam)
        role = check_key(exam, secret, by)
        KeyTurn.objects.filter(code_map=code_map).delete()
        KeyTurn.objects.create(
            code_map=code_map, role=role, peeled=sealing.peel(code_map.envelopes, role, secret)
        )
        scope = f"{HOLDER_SCOPE}@{exam.ledger_chain}"
        return ask_second_person(OPENING, exam, by=by, approver_scope=scope)


def check_key(exam: Exam, secret: str, by: User) -> str:
    """The role whose key this is; raises ValidationError unless it is the user's own."""
    role, _duty = holder_duty(by, exam.campaign)
    known = exam.keys.active().get(role=role).public_key
    try:
        is_own = sealing.public_key_of(secret) == known
    except sealing.WrongKey:
        is_own = False
    if not is_own:
        raise ValidationError({"secret": _("Mã khóa không đúng. Xem lại phiếu khóa của bạn.")})
    return role


def confirm_presence(exam: Exam, *, by: User, seen: str | None = None) -> None:
    """A supervisor is there when the map is opened; `seen` names the ceremony of the page."""
    with changing(exam) as exam:
        require(can_confirm_presence(by, exam))
        _still(seen, waiting_opening(exam).public_id)
        turn = standing_turn(exam)
        turn.supervisor = by
        turn.save(update_fields=["supervisor"])
        record(
            chain=exam.ledger_chain,
            kind="presence_confirmed",
            by=by,
            subject=subject_of(exam),
            agency=exam.ledger_agency,
        )


def complete_opening(request: TwoPersonRequest, secret: str, *, by: User) -> TwoPersonRequest:
    """The second holder's key opens the map, in the same act as the yes to the request."""
    return approve(request, by=by, digest=request.digest, secret=secret)


def open_map(exam: Exam, *, request: Any, by: User, secret: str = "") -> Exam:
    """Run by the request: papers get their owners, exactly as they were committed."""
    code_map = standing_map(exam)
    role, turn = check_key(exam, secret, by), standing_turn(exam)
    pairs = sealing.open_pairs(code_map.ciphertext, turn.peeled, role, secret)
    if sealing.root_of_pairs(pairs) != code_map.root:
        raise ValidationError(_("Bản đồ mở ra không khớp mã kiểm tra đã chốt."))
    _write_owners(exam, code_map, pairs, by)
    turn.delete()
    move(locked(code_map)[0], CodeMap.State.OPENED, by=by)
    exam = move(exam, State.OPENED, by=by)
    _record_map(exam, code_map, "map_opened", by)
    seal(exam.ledger_chain)
    return exam


def _write_owners(exam: Exam, code_map: CodeMap, pairs: list[sealing.Pair], by: User) -> None:
    papers = {paper.code: paper for paper in code_map.papers.select_related("exam__campaign__host")}
    ids = [pair.application for pair in pairs]
    applications = {row.public_id: row for row in Application.objects.filter(public_id__in=ids)}
    for pair in pairs:
        owner = PaperOwner(
            paper=papers[pair.code], application=applications[pair.application], salt=pair.salt
        )
        add(owner, by=by)


def keep_map_closed(exam: Exam, *, request: Any, by: User | None) -> Exam:
    """The second holder refused, or time ran out: what the first key left is thrown away."""
    KeyTurn.objects.filter(code_map__exam=exam).delete()
    return exam
