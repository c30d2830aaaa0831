import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from accounts.verdicts import ALLOWED, Verdict, deny, require


def test_allowed_is_true_and_has_no_reason():
    assert ALLOWED
    assert ALLOWED.reason == ""
    assert require(ALLOWED) is None


def test_denied_is_false_and_says_why():
    verdict = deny("Chưa đến lúc.")

    assert not verdict
    assert verdict == Verdict("Chưa đến lúc.")
    with pytest.raises(PermissionDenied, match=r"^Chưa đến lúc\.$"):
        require(verdict)


def test_denied_with_a_lazy_sentence_is_plain_text():
    assert type(deny(gettext_lazy("Danh sách đã chốt.")).reason) is str


@pytest.mark.parametrize("reason", ["", "  ", "\n", gettext_lazy(" ")])
def test_denied_without_a_reason_is_a_mistake(reason):
    """A blank reason would make the refusal a permission."""
    with pytest.raises(ValueError, match="reason"):
        deny(reason)


def test_verdict_cannot_be_changed():
    with pytest.raises(AttributeError):
        deny("Không.").reason = ""
