"""A receipt somebody can prove: on paper, and as a file a stranger recomputes.

The entry of the submission is a leaf of the campaign's tree; a signed checkpoint over it and the
path of RFC 6962 show that it was there when the checkpoint was made. `docs/verification.md`.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.canonical import utc_text
from audit.merkle import path_of
from audit.models import Checkpoint, LedgerEntry
from audit.rows import subject_of
from candidates.models import Application
from documents.rendering.personal import Paper, code, heading, pairs, personal_pdf, text


def submission_entry(application: Application) -> LedgerEntry | None:
    """The first entry that says it was submitted; none when its payload was erased by law."""
    rows = LedgerEntry.objects.filter(
        kind="application.submitted", payload__subject=subject_of(application)
    )
    return rows.order_by("seq").first()


def proof_of(application: Application) -> dict[str, Any] | None:
    """The submission's entry whole, and its path to the first checkpoint over it, if there is one.

    The payload and its salt are the candidate's own; with them the digest is recomputed too.
    """
    entry = submission_entry(application)
    if entry is None:
        return None
    fields = ("chain", "seq", "kind", "actor", "digest", "prev", "hash")
    said = {name: getattr(entry, name) for name in fields} | {"at": utc_text(entry.at)}
    own = {"body": entry.payload.body, "salt": entry.payload.salt}
    return {"entry": said, "payload": own, "inclusion": _inclusion(entry)}


def _inclusion(entry: LedgerEntry) -> dict[str, Any] | None:
    over = Checkpoint.objects.filter(chain=entry.chain, size__gte=entry.seq).order_by("size")
    checkpoint = over.first()
    if checkpoint is None:
        return None
    leaves: QuerySet[Any] = LedgerEntry.objects.filter(chain=entry.chain, seq__lte=checkpoint.size)
    hashes = list(leaves.order_by("seq").values_list("hash", flat=True))
    return {
        "index": entry.seq - 1,
        "size": checkpoint.size,
        "root": checkpoint.root,
        "path": path_of(hashes, entry.seq - 1),
        "checkpoint": checkpoint.note,
    }


def receipt_pdf(application: Application) -> bytes:
    """The receipt on paper, in the reader's language."""
    return personal_pdf(receipt_paper(application))


def receipt_paper(application: Application) -> Paper:
    opening, at = application.opening, timezone.localtime(application.received_at)
    deadline = timezone.localtime(opening.receipt_deadline)
    contact = f"{opening.campaign.contact_name}, {opening.campaign.contact_phone}"
    items = [(row.get_kind_display(), row.file.name) for row in _items(application)]
    return Paper(
        title=_("BIÊN NHẬN HỒ SƠ DỰ TUYỂN"),
        subtitle=application.receipt_code,
        body=opening.agency.name.upper(),
        footer=application.receipt_code,
        parts=[
            pairs(
                [
                    (_("Người nộp"), application.full_name),
                    (_("Chức danh thi tuyển"), opening.title),
                    (_("Nguồn dự tuyển"), application.get_source_display()),
                    (_("Giờ nộp"), f"{at:%H:%M:%S, %d/%m/%Y}"),
                    (_("Hạn nhận hồ sơ"), f"{deadline:%H:%M, %d/%m/%Y}"),
                    (_("Người liên hệ"), contact),
                ]
            ),
            heading(_("Tài liệu đã nhận")),
            pairs(items),
            heading(_("Bước tiếp theo")),
            text(
                _(
                    "Hồ sơ được hai cán bộ thẩm định. Kết luận báo trên hệ thống; danh sách đủ "
                    "điều kiện niêm yết tại trang thông báo của đợt thi."
                )
            ),
            *_proof_parts(application),
        ],
    )


def _items(application: Application):
    return application.items.kept().select_related("file")


def _proof_parts(application: Application) -> list[dict[str, Any]]:
    proof = proof_of(application)
    if proof is None:
        return []
    entry, inclusion = proof["entry"], proof["inclusion"]
    parts = [
        heading(_("Thông tin kiểm chứng")),
        pairs([(_("Dòng nhật ký"), f"{entry['chain']} / {entry['seq']}")]),
        text(_("Mã của dòng nhật ký (SHA-256):")),
        code(entry["hash"]),
    ]
    for item in _items(application):
        parts += [text(f"{item.file.name} (SHA-256):"), code(item.sha256)]
    if inclusion is None:
        return [*parts, text(_("Chưa có mốc chốt nào gồm dòng này: tải lại sau khi chốt."))]
    words = _("Có trong mốc chốt %(size)s dòng, mã gốc:") % {"size": inclusion["size"]}
    path = [code(step) for step in inclusion["path"]]
    return [*parts, text(words), code(inclusion["root"]), text(_("Đường dẫn đến mã gốc:")), *path]
