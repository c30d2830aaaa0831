"""The profile as a JSON file: written whole, read with a fault for every place that is no sense."""

import json
from typing import Any

from django.utils.translation import gettext as _

from candidates.form2c import (
    FACTS,
    FORM,
    LINES,
    MOST_LINES,
    VERSION,
    Content,
    Field,
    Kind,
)
from candidates.profile_faults import BadFile, Fault

LARGEST = 256 * 1024
LONGEST = 2_000  # a text with more signs is not looked at
HEAD = {"form": FORM, "version": VERSION}
TYPES = {Kind.YES_NO: bool, Kind.YEAR: int}


def json_bytes(content: Content) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def content_of_json(raw: bytes) -> Content:
    """The content a file says; what it does not mention is said to be nothing. Raises BadFile."""
    said, faults = _parsed(raw), []
    if unknown := sorted(set(said) - {*HEAD, "facts", "lines"}):
        faults += [_no_such(name) for name in unknown]
    for name, wanted in HEAD.items():
        if said.get(name) != wanted:
            text = _("phải là “%(wanted)s”. Hãy dùng tệp tải từ trang này.") % {"wanted": wanted}
            faults.append(Fault(name, text))
    facts = _row(said.get("facts"), tuple(FACTS.values()), "facts", faults)
    lines = _lists(said.get("lines"), faults)
    if faults:
        raise BadFile(faults)
    return {**HEAD, "facts": facts, "lines": lines}


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST:
        text = _("tệp lớn hơn %(limit)s KB.") % {"limit": LARGEST // 1024}
        raise BadFile([Fault("", text)])
    try:
        said = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        text = _("không phải tệp JSON đọc được. Hãy tải lại tệp từ trang này rồi sửa.")
        raise BadFile([Fault("", text)]) from error
    if not isinstance(said, dict):
        raise BadFile([Fault("", _("phải là một đối tượng JSON."))])
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says a thing twice says nothing."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(word: str) -> None:
    raise ValueError(word)


def _lists(said: Any, faults: list[Fault]) -> dict[str, list]:
    if said is not None and not isinstance(said, dict):
        faults.append(Fault("lines", _("phải là một đối tượng JSON.")))
    given = said if isinstance(said, dict) else {}
    faults += [_no_such(f"lines.{name}") for name in sorted(set(given) - set(LINES))]
    return {kind.value: _list(kind.value, given.get(kind.value), faults) for kind in LINES}


def _list(kind: str, said: Any, faults: list[Fault]) -> list[dict]:
    place = f"lines.{kind}"
    if said is None:
        return []
    if not isinstance(said, list) or len(said) > MOST_LINES:
        text = _("phải là danh sách có nhiều nhất %(most)s dòng.") % {"most": MOST_LINES}
        faults.append(Fault(place, text))
        return []
    fields = LINES[kind].fields
    return [_row(row, fields, f"{place}[{n}]", faults) for n, row in enumerate(said)]


def _row(said: Any, fields: tuple[Field, ...], place: str, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(said, dict):
        faults.append(Fault(place, _("phải là một đối tượng JSON.")))
        return {}
    names = {field.name for field in fields}
    faults += [_no_such(f"{place}.{name[:80]}") for name in sorted(set(said) - names)]
    return {field.name: _value(field, said, f"{place}.{field.name}", faults) for field in fields}


def _value(field: Field, said: dict[str, Any], place: str, faults: list[Fault]) -> Any:
    value, wanted = said.get(field.name), TYPES.get(field.kind, str)
    if value is None or (type(value) is wanted and len(str(value)) <= LONGEST):
        return None if value == "" else value
    words = {bool: _("true hoặc false"), int: _("một số"), str: _("một đoạn chữ ngắn")}
    faults.append(Fault(place, _("phải là %(wanted)s hoặc null.") % {"wanted": words[wanted]}))
    return None


def _no_such(place: str) -> Fault:
    return Fault(place, _("mẫu không có mục này."))
