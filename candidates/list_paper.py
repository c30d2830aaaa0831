"""The paper that approves the eligible list: whom it names, and whether it still fits the facts."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from candidates.models import Application
from candidates.rules import can_prepare_list
from documents.models import OfficialDocument
from positions.models import Campaign, Opening
from positions.paper_heads import authority_of, full_name
from positions.paper_parts import Part, article, heading, table
from positions.papers import COUNCIL, PROPOSED, cited, cited_plan, openings_of, received_by, within

Kind = OfficialDocument.Kind


def eligible_people(campaign: Campaign) -> list[dict[str, str]]:
    """Who would be on the list, by given name: year of birth only, for the paper is posted."""
    rows = Application.objects.filter(
        opening__campaign=campaign, state=Application.State.ELIGIBLE
    ).exclude(opening__state__in=Opening.DROPPED_STATES)
    return [
        {
            "id": row.public_id,
            "opening": row.opening.code,
            "name": row.full_name,
            "born": str(row.birth_on.year) if row.birth_on else "",
            "workplace": row.workplace,
        }
        for row in rows.select_related("opening").order_by("sort_key", "pk")
    ]


def approved_list(campaign: Campaign, *, people: list[dict[str, str]]) -> dict[str, Any]:
    """The decision's content; the ids are not printed, they bind the paper to the dossiers."""
    host = full_name(campaign.host)
    return {
        "authority": authority_of(campaign.host),
        "basis": cited(campaign, cited_plan(campaign), PROPOSED),
        "enacts": f"{host.upper()} QUYẾT ĐỊNH" if campaign.host.is_party else "QUYẾT ĐỊNH:",
        "parts": [
            article(
                1,
                f"Phê duyệt danh sách {len(people)} người đủ điều kiện dự thi {within(campaign)}:",
            ),
            *_posts(campaign, people),
            article(2, "Quyết định này có hiệu lực kể từ ngày ký."),
            article(
                3,
                f"{COUNCIL}, các cơ quan, đơn vị liên quan và những người có tên tại Điều 1 chịu "
                "trách nhiệm thi hành Quyết định này.",
            ),
        ],
        "recipients": received_by("Như Điều 3", "Cổng thông tin điện tử"),
        "people": [person["id"] for person in people],
    }


def _posts(campaign: Campaign, people: list[dict[str, str]]) -> Iterator[Part]:
    heads = ["TT", "Họ và tên", "Năm sinh", "Đơn vị công tác"]
    for opening in openings_of(campaign):
        mine = [person for person in people if person["opening"] == opening.code]
        rows = [
            [str(place), person["name"], person["born"], person["workplace"]]
            for place, person in enumerate(mine, start=1)
        ]
        if rows:
            yield heading(opening.title)
            yield table(heads, [6, 34, 12, 48], [0, 2], rows)


def list_papers(campaign: Campaign) -> list[OfficialDocument]:
    """Those drafted for the list of a campaign and not void, newest first."""
    rows = OfficialDocument.objects.filter(chain=campaign.ledger_chain, kind=Kind.LIST)
    return list(rows.exclude(state=OfficialDocument.State.VOID))


def approving_paper(
    campaign: Campaign, papers: list[OfficialDocument] | None = None
) -> OfficialDocument | None:
    """The newest one that two officers compared with the signed original."""
    confirmed = OfficialDocument.State.CONFIRMED
    rows = list_papers(campaign) if papers is None else papers
    return next((row for row in rows if row.state == confirmed), None)


def is_approved(campaign: Campaign, papers: list[OfficialDocument] | None = None) -> Verdict:
    """A signed paper names everybody eligible; of those it names, some may have withdrawn since."""
    paper = approving_paper(campaign, papers)
    if paper is None:
        return deny(_("Chưa có văn bản phê duyệt danh sách đã ký và được người thứ hai đối chiếu."))
    named, now = set(paper.content["people"]), {row["id"] for row in eligible_people(campaign)}
    gone = Application.objects.filter(public_id__in=named - now)
    if now - named or gone.exclude(state=Application.State.WITHDRAWN).exists():
        return deny(_("Danh sách đã đổi sau khi soạn văn bản phê duyệt: hãy soạn văn bản mới."))
    return ALLOWED


def can_close_list(user: Any, campaign: Campaign) -> Verdict:
    """HR of the host, on a list that is ready and approved by a signed paper."""
    return can_prepare_list(user, campaign) and is_approved(campaign)
