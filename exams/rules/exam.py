"""Who may begin and release an exam, and when."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Membership
from agencies.rules import holds
from candidates.models import Application
from candidates.rules import has_no_stake
from exams.models import Exam, Presentation, Result, ScoreSlip, Seat
from exams.models.exam import readable_names
from exams.rules.letters import letters_allow, standing_letters
from positions.models import Campaign, Duty, Opening

State = Exam.State
CHAIR_SCOPE = "council_chair"
HR = Membership.Role.AGENCY_HR


def is_secretary(user: Any, campaign: Campaign) -> Verdict:
    """Members of the campaign's secretariat run the exam day."""
    on_board = Duty.objects.active().filter(
        campaign=campaign, board=Duty.Board.SECRETARIAT, person__user=user
    )
    if on_board.exists():
        return ALLOWED
    return deny(_("Chỉ thành viên Tổ thư ký của đợt thi được làm việc này."))


def can_begin_at_all(user: Any, campaign: Campaign) -> Verdict:
    """The secretariat begins the exam once the list is closed and the council sits."""
    if not (verdict := is_secretary(user, campaign)):
        return verdict
    if not campaign.list_closed_at:
        return deny(_("Danh sách đủ điều kiện chưa chốt."))
    if Exam.objects.filter(campaign=campaign).exists():
        return deny(_("Kỳ thi đã bắt đầu."))
    council = Duty.objects.active().filter(campaign=campaign, board=Duty.Board.COUNCIL)
    if not council.exists():
        return deny(_("Hội đồng thi tuyển chưa có thành viên nào."))
    return ALLOWED


def can_begin(user: Any, campaign: Campaign) -> Verdict:
    """A regulation without a written round begins with the presentations."""
    if not (verdict := can_begin_at_all(user, campaign)):
        return verdict
    if campaign.regulation.has_written_round:
        return deny(_("Quy chế này có vòng thi viết; hãy lập buổi thi viết trước."))
    return ALLOWED


def can_ask_round1(user: Any, exam: Exam) -> Verdict:
    """The secretariat asks for the publication of the written marks."""
    if not (verdict := is_secretary(user, exam.campaign)):
        return verdict
    return map_is_opened(exam)


def can_publish_round1(user: Any, exam: Exam) -> Verdict:
    """The council's chair publishes the written marks."""
    chair = Duty.objects.active().filter(
        campaign=exam.campaign, board=Duty.Board.COUNCIL, is_chair=True, person__user=user
    )
    if not chair.exists():
        return deny(_("Chỉ Chủ tịch Hội đồng được công bố điểm viết."))
    return map_is_opened(exam)


def map_is_opened(exam: Exam) -> Verdict:
    """The marks stand beside their candidates and nobody was told yet."""
    if exam.state == State.OPENED:
        return ALLOWED
    return deny(_("Chỉ công bố điểm viết một lần, sau khi mở bản đồ phách."))


def can_present(user: Any, exam: Exam) -> Verdict:
    """After the written marks are public the secretariat draws the order of presentations."""
    if not (verdict := is_secretary(user, exam.campaign)):
        return verdict
    if exam.state != State.ROUND1_PUBLISHED:
        return deny(_("Vòng trình bày bắt đầu sau khi công bố điểm viết."))
    if not has_admitted(exam):
        return deny(_("Không ai vào vòng trình bày; hãy tổng hợp kết quả."))
    return ALLOWED


def has_admitted(exam: Exam) -> bool:
    """Whether the written round let anybody in."""
    return Seat.objects.filter(sitting__exam=exam, is_admitted=True).exists()


def can_score(user: Any, exam: Exam) -> Verdict:
    """The secretariat adds up once everyone was heard and every slip was compared.

    Where the written round let nobody in there is nothing to wait for.
    """
    if not (verdict := is_secretary(user, exam.campaign)):
        return verdict
    if exam.state == State.ROUND1_PUBLISHED and not has_admitted(exam):
        return ALLOWED
    return slips_are_whole(exam)


def slips_are_whole(exam: Exam) -> Verdict:
    """Every candidate heard or minuted away, every slip typed and compared."""
    if exam.state != State.PRESENTING:
        return deny(_("Chỉ tổng hợp điểm khi đang thi trình bày."))
    waiting = exam.presentations.filter(attendance=Presentation.Attendance.EXPECTED).count()
    if waiting:
        return deny(_("Còn %(count)s thí sinh chưa ghi nhận có mặt.") % {"count": waiting})
    for shown in exam.presentations.filter(attendance=Presentation.Attendance.SAT):
        matched = shown.slips.filter(state=ScoreSlip.State.MATCHED).count()
        if matched != shown.expected_slips:
            return deny(
                _("Số báo danh %(number)s mới có %(count)s/%(due)s phiếu đã đối chiếu.")
                % {
                    "number": shown.application.number,
                    "count": matched,
                    "due": shown.expected_slips,
                }
            )
    return ALLOWED


def can_see_results(user: Any, exam: Exam) -> Verdict:
    """Before the release only the council, its secretariat, the supervision and who decides."""
    if exam.state in Exam.RELEASED_STATES:
        return ALLOWED
    boards = (Duty.Board.COUNCIL, Duty.Board.SECRETARIAT, Duty.Board.SUPERVISION)
    duties = Duty.objects.active().filter(campaign=exam.campaign, person__user=user)
    roles = (Membership.Role.AUTHORITY_HEAD, Membership.Role.INSPECTOR)
    if duties.filter(board__in=boards).exists() or holds(user, exam.campaign.host_id, *roles):
        return ALLOWED
    return deny(_("Kết quả hiện ở đây sau khi được công bố."))


def can_export_case(user: Any, opening: Opening, exam: Exam) -> Verdict:
    """Whoever may see the ranking may take away what it was computed from, once it is scored."""
    if exam.state not in (State.SCORED, *Exam.RELEASED_STATES):
        return deny(_("Số liệu tính điểm có sau khi tổng hợp điểm."))
    if not (verdict := can_see_results(user, exam)):
        return verdict
    if Application.objects.filter(readable_names(user, ""), opening=opening).exists():
        return ALLOWED
    return deny(_("Bạn không theo dõi chức danh này."))


def can_ask_release(user: Any, exam: Exam) -> Verdict:
    """HR of the host asks; the head of the host decides."""
    if not holds(user, exam.campaign.host_id, HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan chủ trì được đề nghị công bố."))
    return _may_speak_of_results(user, exam)


def can_release(user: Any, exam: Exam) -> Verdict:
    """The head of the host releases the result; never who asked."""
    if not holds(user, exam.campaign.host_id, Membership.Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan chủ trì được công bố kết quả."))
    return _may_speak_of_results(user, exam)


def _may_speak_of_results(user: Any, exam: Exam) -> Verdict:
    return results_are_ready(exam) if (own := has_no_stake(user, exam.campaign)) else own


def results_are_ready(exam: Exam) -> Verdict:
    """Scored, and no tie left that a person must decide."""
    if exam.state != State.SCORED:
        return deny(_("Kết quả chưa được tổng hợp hoặc đã công bố."))
    results = Result.objects.current().filter(opening__campaign=exam.campaign)
    if results.filter(outcome=Result.Outcome.MANUAL_DECISION).exists():
        return deny(_("Còn thí sinh bằng điểm chờ người có thẩm quyền quyết định."))
    return ALLOWED


def can_record_appointment(user: Any, result: Result) -> Verdict:
    """HR of the opening's agency records the date of the appointment decision."""
    if not holds(user, result.opening.agency_id, HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan có chức danh được ghi bổ nhiệm."))
    if not (verdict := awaits_appointment(result)):
        return verdict
    return letters_allow(result.opening, standing_letters(result.opening.campaign))


def awaits_appointment(result: Result) -> Verdict:
    """A released winner or reserve without an appointment date, whoever asks."""
    if not result.released_at:
        return deny(_("Kết quả chưa công bố."))
    if result.outcome not in (Result.Outcome.SELECTED, Result.Outcome.RESERVED):
        return deny(_("Chỉ người trúng tuyển hoặc bảo lưu được bổ nhiệm."))
    if result.appointed_on:
        return deny(_("Đã ghi ngày bổ nhiệm."))
    return ALLOWED


def may_still_change(opening: Opening) -> Verdict:
    """A notice may change until candidates sit: seats may be prepared, nothing more (NĐ 138)."""
    begun = Exam.objects.filter(campaign=opening.campaign_id).exclude(state=Exam.State.PREPARING)
    if begun.exists():
        return deny(_("Kỳ thi đã bắt đầu: thông báo không điều chỉnh được nữa."))
    return ALLOWED
