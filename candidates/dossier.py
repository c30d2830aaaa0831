"""A dossier beside the list of documents its regulation asks of its candidate's class."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidates.findings import Findings, faults, planned_as
from candidates.models import Application, DossierItem, EligibilityCheck
from positions.dossier import ONLY_OF, Item, Wanted, documents_of, missing, needs_original

IN_PLAN = ONLY_OF[Item.PLAN_PROOF]


@dataclass(frozen=True)
class Line:
    """One kind of document and what of it is there."""

    wanted: Wanted
    items: list[DossierItem]


def is_rostered(application: Application) -> bool:
    """Whether a confirmed planning roster names the candidate for this post or an equivalent."""
    return bool(planned_as(application.opening, application.profile))


def checklist(application: Application, items: list[DossierItem], rostered: bool) -> list[Line]:
    """Every kind that is asked of this candidate's class, with what is there."""
    wanted = documents_of(
        application.opening.campaign.regulation.values, application.source, is_planned=rostered
    )
    lines = [Line(each, [row for row in items if row.kind == each.code]) for each in wanted]
    return [line for line in lines if line.items or line.wanted.code != Item.OTHER]


def still_missing(lines: list[Line]) -> list[Wanted]:
    """Expected and not there."""
    return missing(
        [line.wanted for line in lines], {line.wanted.code for line in lines if line.items}
    )


def wanted_words(lacking: list[Wanted]) -> str:
    """What a candidate is asked to add, as the officer may send it."""
    return "\n".join(f"{each.label} ({each.help})." for each in lacking)


def source_note(application: Application, rostered: bool) -> str:
    """The chosen class beside the confirmed rosters, a sentence for the candidate; or nothing."""
    if application.source in IN_PLAN and not rostered:
        return _(
            "Chưa thấy bạn trong danh sách quy hoạch đã xác nhận trên hệ thống: "
            "hãy kèm quyết định phê duyệt quy hoạch."
        )
    if application.source in IN_PLAN:
        return _("Danh sách quy hoạch trên hệ thống có bạn: không cần kèm quyết định quy hoạch.")
    if application.source and rostered:
        return _("Danh sách quy hoạch trên hệ thống có bạn: hãy xem lại nguồn dự tuyển đã chọn.")
    return ""


def verdict_faults(
    application: Application, verdict: str, reason: str, found: Findings
) -> list[str]:
    """Why these findings and these documents do not bear the verdict; nothing when they do."""
    own = faults(application, verdict, reason, found)
    if verdict == EligibilityCheck.Verdict.ELIGIBLE:
        own += against_eligible(application)
    return own


def against_eligible(application: Application) -> list[str]:
    """What the regulation demands of the documents and is not so, for a verdict of eligible."""
    values = application.opening.campaign.regulation.values
    if not (values.get("dossier_required") or values.get("dossier_compared")):
        return []
    items = list(application.items.kept().select_related("file"))
    wanted = documents_of(values, application.source, is_planned=is_rostered(application))
    absent = missing(wanted, {item.kind for item in items}, demanded=True)
    plain = [item for item in items if item.is_plain_copy and needs_original(values, item.kind)]
    return [*_absent_words(absent), *_plain_words(plain)]


def _absent_words(absent: list[Wanted]) -> list[str]:
    if not absent:
        return []
    names = "; ".join(str(each.label) for each in absent)
    return [_("Thiếu tài liệu quy chế bắt buộc: %(names)s.") % {"names": names}]


def _plain_words(plain: list[DossierItem]) -> list[str]:
    if not plain:
        return []
    names = "; ".join(item.file.name for item in plain)
    return [_("Bản chụp chưa đối chiếu bản chính: %(names)s.") % {"names": names}]
