"""Steps that several seeded campaigns share, each through the verb a person would use."""

import io
from datetime import date, datetime, time

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import TwoPersonRequest, User
from accounts.workflow import approve
from agencies.models import EthnicGroup
from audit import clock
from audit.rows import subject_of
from candidates import vetting_workflow as vetting
from candidates import workflow as candidate_verbs
from candidates.findings import all_met
from candidates.models import Application, CandidateProfile, DossierItem
from candidates.profile_workflow import save_form_2c
from desk.seeding.careers import career
from desk.seeding.cast import Cast, make_user
from positions import workflow as position_verbs
from positions.models import Campaign, Opening, Regulation


def moment(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A time of day in Vietnam."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def pdf(title: str) -> SimpleUploadedFile:
    """A one-page PDF to stand for a scanned document."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = title
        document.save(out, deterministic_id=True)
    return SimpleUploadedFile("van-bang.pdf", out.getvalue(), "application/pdf")


def second_person(subject, by: User) -> None:
    """The second person agrees to what waits on a row."""
    request = TwoPersonRequest.objects.get(
        subject=subject_of(subject), state=TwoPersonRequest.State.PENDING
    )
    approve(request, by=by, digest=request.digest)


def make_campaign(
    cast: Cast,
    code: str,
    name: str,
    host: str,
    plan: tuple[str, date],
    by: User,
    *,
    regulation: str = "BTCTW-2017",
) -> Campaign:
    """An exam period, under the presentation-only regulation unless told otherwise."""
    campaign = Campaign(
        code=code,
        name=name,
        host=cast.agencies[host],
        regulation=Regulation.objects.get(code=regulation, version=1),
        plan_no=plan[0],
        plan_on=plan[1],
        contact_name=by.full_name,
        contact_phone="080 00 000",
    )
    return position_verbs.create_campaign(campaign, by=by)


def make_opening(campaign: Campaign, by: User, *, presentation_on: date, **fields) -> Opening:
    """A draft opening of the campaign's host."""
    standards = (
        "Trong quy hoạch chức danh hoặc tương đương, hoặc được đề cử theo quy chế.\n"
        "Tốt nghiệp đại học trở lên, chuyên ngành phù hợp.\n"
        "Cao cấp hoặc cử nhân lý luận chính trị.\n"
        "Đủ tuổi công tác trọn một nhiệm kỳ 5 năm.\n"
        "Không trong thời gian xem xét hoặc thi hành kỷ luật."
    )
    fields = {"standards": standards, **fields}
    opening = Opening(campaign=campaign, agency=campaign.host, authority=campaign.host, **fields)
    return position_verbs.create_opening(opening, by=by, presentation_on=presentation_on)


def approve_and_publish(opening: Opening, *, hr: User, head: User) -> Opening:
    """Proposed by HR, approved by the head, announced."""
    opening = position_verbs.propose_opening(opening, by=hr)
    second_person(opening, head)
    return position_verbs.publish_opening(opening, by=hr)


def make_candidate(cast: Cast, login: str, name: str, facts: dict) -> CandidateProfile:
    """An account with a filled profile and the lines of a career."""
    user = make_user(cast, login, name)
    ethnicity = EthnicGroup.objects.get(code=facts.pop("ethnicity"))
    profile = CandidateProfile(
        user=user, full_name=name, ethnicity=ethnicity, phone="0900 000 000", **facts
    )
    profile.hometown = profile.birthplace = "Hải Phòng"
    return save_form_2c(profile, career(profile), by=user)


def draft_application(
    profile: CandidateProfile, opening: Opening, source: str, *, with_file: bool = True
) -> Application:
    """A draft with its source and one document."""
    user = profile.user
    row = candidate_verbs.start_application(opening, profile=profile, by=user)
    row = candidate_verbs.choose_source(row, source, by=user)
    if with_file:
        kind = DossierItem.Kind.APP_FORM
        form = pdf("Đơn đăng ký dự tuyển")
        given = {"by": user, "received_at": clock.now(), "copy": DossierItem.Copy.ORIGINAL}
        candidate_verbs.add_item(row, kind, form, **given)
    return row


def submit(row: Application) -> Application:
    """The candidate submits now."""
    return candidate_verbs.submit(row, by=row.profile.user, received_at=clock.now())


def vet(row: Application, first: User, second: User) -> None:
    """One officer finds the dossier valid, another confirms."""
    check = vetting.decide(row, "ELIGIBLE", "", all_met(row), by=first)
    vetting.confirm(check, by=second)
