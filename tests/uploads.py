"""Files as a candidate or an officer sends them."""

import io
from functools import cache

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile


@cache
def _pdf_bytes() -> bytes:
    document, target = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(target)
    return target.getvalue()


def pdf(name: str = "don.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, _pdf_bytes(), content_type="application/pdf")
