import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from desk.management.commands import state_diagrams
from positions.models import Duty, Regulation

REGULATION = """## positions.Regulation · quy chế

```mermaid
stateDiagram-v2
    state "DRAFT · Dự thảo" as DRAFT
    state "PROPOSED · Chờ ban hành" as PROPOSED
    state "ISSUED · Đang áp dụng" as ISSUED
    state "REPLACED · Đã thay thế" as REPLACED
    [*] --> DRAFT
    DRAFT --> PROPOSED
    DRAFT --> ISSUED
    PROPOSED --> DRAFT
    PROPOSED --> ISSUED
    ISSUED --> REPLACED
    REPLACED --> [*]
```
"""


def test_states_page_is_current():
    call_command("state_diagrams", "--check")


def test_page_draws_every_model_with_a_table():
    text = state_diagrams.document()

    assert REGULATION in text
    assert text.count("stateDiagram-v2") == len(state_diagrams.stateful_models())
    assert {Duty, Regulation} <= set(state_diagrams.stateful_models())


def test_page_is_the_same_in_every_language():
    in_vietnamese = state_diagrams.document()

    with translation.override("en"):
        assert state_diagrams.document() == in_vietnamese


@pytest.mark.parametrize("content", ["", None])
def test_stale_or_missing_page_is_found_then_mended(content, tmp_path, monkeypatch):
    target = tmp_path / "states.md"
    monkeypatch.setattr(state_diagrams, "TARGET", target)
    if content is not None:
        target.write_text(content)

    with pytest.raises(CommandError, match="not current"):
        call_command("state_diagrams", "--check")
    call_command("state_diagrams")
    call_command("state_diagrams", "--check")

    assert target.read_text() == state_diagrams.document()
