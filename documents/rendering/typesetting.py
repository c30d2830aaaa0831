"""PDF by typst: data reach a layout as JSON, never as markup; only the fonts here are used."""

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"


def typeset(layout: Path, data: dict[str, Any], **how: Any) -> Any:
    """The PDF of a layout; with `format="png"` its pages as pictures."""
    return typst.compile(
        layout,
        root=settings.BASE_DIR,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **how,
    )
