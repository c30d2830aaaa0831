"""Every kind of entry is said in words: nobody reads an identifier in the log."""

import re

from accounts import approvals
from audit.rows import audited_models
from desk.names import KINDS, NOUNS, WHOLE
from tests.guarding import sources

RECORDED = re.compile(r'kind="([a-z0-9_]+)"')


def test_every_audited_row_and_every_state_has_a_word():
    models = audited_models()
    reached = {
        str(state).lower()
        for model in models
        for targets in getattr(model, "TRANSITIONS", {}).values()
        for state in targets
    }
    assert {model._meta.model_name for model in models} - NOUNS.keys() == set()
    assert reached - KINDS.keys() == set()


def test_every_recorded_fact_has_a_word():
    found = {
        kind
        for source in sources()
        if "tests" not in str(source.path)
        for kind in RECORDED.findall(source.text)
    }
    assert found - WHOLE.keys() - approvals.KINDS.keys() == set()
