from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsApp(AppConfig):
    name = "documents"
    verbose_name = _("Tệp và văn bản")

    def ready(self) -> None:
        from audit import invariants  # noqa: PLC0415  needs the loaded applications
        from documents import triggers  # noqa: F401, PLC0415  registering is the effect
        from documents.numbering import gaps  # noqa: PLC0415
        from documents.workflow import missing_blobs  # noqa: PLC0415

        invariants.register("every stored file has its bytes", missing_blobs)
        invariants.register("no council number is missing or twice", gaps)
