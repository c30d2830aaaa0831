"""What a new content of a profile would change, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidates.form2c import (
    FACTS,
    LINES,
    Content,
    LineSection,
    group_names,
    label_of,
    line_text,
    pair_of,
)


@dataclass(frozen=True)
class Difference:
    """A fact before and after; a line comes or goes as a whole."""

    where: str
    old: str
    new: str


def differences(old: Content, new: Content) -> list[Difference]:
    """In the order of the form, the number masked."""
    groups = group_names(old, new)
    found = [
        Difference(
            label_of(field), *(pair_of(field, each, groups, mask=True)[1] for each in (old, new))
        )
        for name, field in FACTS.items()
        if old["facts"][name] != new["facts"][name]
    ]
    for section in LINES.values():
        found += _lines(section, old["lines"][section.kind], new["lines"][section.kind])
    return found


def _lines(section: LineSection, before: list[dict], after: list[dict]) -> list[Difference]:
    title = str(section.title)
    gone = [line_text(section, line) for line in before if line not in after]
    come = [line_text(section, line) for line in after if line not in before]
    if not gone and not come and before != after:
        return [Difference(title, "", _("đổi thứ tự hoặc số lần lặp của các dòng"))]
    return [Difference(title, text, "") for text in gone] + [
        Difference(title, "", text) for text in come
    ]
