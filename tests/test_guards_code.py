"""What the code of the product never does, read from its syntax."""

import ast

import pytest

from tests.guarding import Source, calls, dotted, expect_none, product

STATE_WRITERS = ("update", "create", "get_or_create", "update_or_create", "bulk_update")
STATE_EXEMPT = {
    "audit/transitions.py": "the one writer",
    "messaging/": "outbox and job rows are machinery, claimed by conditional UPDATE",
}
TIME_SOURCES = (
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "functions.Now",
)
TIME_WITHOUT_ARGUMENT = ("timezone.localtime", "timezone.localdate", "localtime", "localdate")
UNSAFE_NAMES = ("mark_safe", "csrf_exempt", "RawSQL", "eval", "exec")
# Where an unsafe name stands, for a reason written beside it.
UNSAFE_EXEMPT = {"positions/views/subscriptions.py": ("csrf_exempt",)}
UNSAFE_CALLS = (".raw", ".extra", "SafeString")
METHOD_DECORATORS = ("require_GET", "require_POST", "require_safe", "require_http_methods")
REFERENCE_DATA = ("Province", "EthnicGroup", "Holiday")  # the same rows for everybody
GETTERS = ("get_object_or_404", "get_list_or_404")


def _matches(name: str, endings: tuple[str, ...]) -> bool:
    return any(name == ending or name.endswith(f".{ending}") for ending in endings)


def _is_views(source: Source) -> bool:
    return source.module.rsplit("_", 1)[-1] == "views"


def state_written_elsewhere(source: Source) -> list[str]:
    if any(str(source.path).startswith(exempt) for exempt in STATE_EXEMPT):
        return []
    nodes = [node for node in ast.walk(source.tree) if _writes_state(node)]
    return [source.at(node, "writes a state") for node in nodes]


def _writes_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    if not isinstance(node, ast.Call):
        return False
    if dotted(node.func) == "setattr":
        return len(node.args) == 3 and _says_state(node.args[1])
    return isinstance(node.func, ast.Attribute) and _passes_state(node)


def _passes_state(call: ast.Call) -> bool:
    """Through a keyword, a dict of fields, or the list of fields of bulk_update."""
    if call.func.attr not in STATE_WRITERS:
        return False
    if any(keyword.arg == "state" for keyword in call.keywords):
        return True
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg != "state")]
    lists = [each for each in given if isinstance(each, (ast.Dict, ast.List, ast.Tuple))]
    return any(
        _says_state(part)
        for each in lists
        for part in (each.keys if isinstance(each, ast.Dict) else each.elts)
    )


def _says_state(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value == "state"


def other_clock(source: Source) -> list[str]:
    if str(source.path) == "audit/clock.py":
        return []
    read = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and _matches(dotted(node), TIME_SOURCES)
    ]
    read += [
        call
        for call in calls(source.tree)
        if dotted(call.func) in TIME_WITHOUT_ARGUMENT and not call.args and not call.keywords
    ]
    read += [node for node in ast.walk(source.tree) if _imports_time(node)]
    return [source.at(node, "reads another clock") for node in read]


def _imports_time(node: ast.AST) -> bool:
    """`from time import time` and `Now` of the database would hide the name."""
    if not isinstance(node, ast.ImportFrom):
        return False
    names = {alias.name for alias in node.names}
    return (
        (node.module == "time" and bool(names & {"time", "time_ns"}))
        or (node.module == "django.utils.timezone" and "now" in names)
        or (node.module == "django.db.models.functions" and "Now" in names)
    )


def signals(source: Source) -> list[str]:
    if str(source.path) == "audit/apps.py":  # post_migrate puts the triggers back
        return []
    found = [node for node in ast.walk(source.tree) if _imports_signals(node)]
    found += [call for call in calls(source.tree) if dotted(call.func).endswith(".connect")]
    return [source.at(node, "uses a signal") for node in found]


def _imports_signals(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any("signals" in alias.name.split(".") for alias in node.names)
    if not isinstance(node, ast.ImportFrom):
        return False
    names = {alias.name for alias in node.names}
    parts = (node.module or "").split(".")
    return "signals" in parts or node.module == "django.dispatch" or "signals" in names


def unsafe_calls(source: Source) -> list[str]:
    found = [
        node
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id in UNSAFE_NAMES)
        or (isinstance(node, ast.alias) and node.name in UNSAFE_NAMES)
        or (isinstance(node, ast.Call) and dotted(node.func).endswith(UNSAFE_CALLS))
        or (isinstance(node, ast.Constant) and node.value == "__all__")
    ]
    allowed = UNSAFE_EXEMPT.get(str(source.path), ())
    kept = [n for n in found if getattr(n, "id", getattr(n, "name", "")) not in allowed]
    return [source.at(node, "is not allowed") for node in kept]


def asserts(source: Source) -> list[str]:
    """python -O removes them: a rule that must hold raises."""
    nodes = (node for node in ast.walk(source.tree) if isinstance(node, ast.Assert))
    return [source.at(node, "asserts") for node in nodes]


def views_without_method(source: Source) -> list[str]:
    if not _is_views(source):
        return []
    views = [node for node in source.tree.body if _is_page(node)]
    bare = [view for view in views if not any(_names_method(each) for each in view.decorator_list)]
    classes = [node for node in source.tree.body if isinstance(node, ast.ClassDef)]
    return [source.at(node, f"{node.name} names no HTTP method") for node in [*bare, *classes]]


def _is_page(node: ast.AST) -> bool:
    """A public function that takes a request; what only helps has an underscore."""
    return (
        isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and bool(node.args.args)
        and node.args.args[0].arg == "request"
    )


def _names_method(decorator: ast.AST) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return _matches(dotted(target), METHOD_DECORATORS)


def views_past_visibility(source: Source) -> list[str]:
    """A view starts at Model.objects.visible_to(user), nowhere else."""
    if not _is_views(source):
        return []
    found = [node for node in ast.walk(source.tree) if _starts_elsewhere(node)]
    found += [call for call in calls(source.tree) if _fetches_bare_model(call)]
    return [source.at(node, "does not start at visible_to") for node in found]


def _starts_elsewhere(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
        return False
    if dotted(node.value.value) in REFERENCE_DATA:
        return False
    manager = node.value.attr in ("objects", "_default_manager", "_base_manager")
    return manager and node.attr not in ("visible_to", "none")


def _fetches_bare_model(call: ast.Call) -> bool:
    if not _matches(dotted(call.func), GETTERS) or not call.args:
        return False
    first = call.args[0]
    named = isinstance(first, ast.Name) and first.id[:1].isupper()
    return named and first.id not in REFERENCE_DATA


RULES = (
    state_written_elsewhere,
    other_clock,
    signals,
    unsafe_calls,
    asserts,
    views_without_method,
    views_past_visibility,
)
BROKEN = [
    (state_written_elsewhere, "exams/workflow.py", "exam.state = 'SAT'"),
    (state_written_elsewhere, "exams/workflow.py", "setattr(exam, 'state', 'SAT')"),
    (state_written_elsewhere, "exams/workflow.py", "rows.update(state='SAT')"),
    (state_written_elsewhere, "exams/workflow.py", "rows.update(**{'state': 'SAT'})"),
    (state_written_elsewhere, "exams/workflow.py", "Exam.objects.create(state='SAT')"),
    (state_written_elsewhere, "exams/workflow.py", "rows.get_or_create(defaults={'state': 1})"),
    (state_written_elsewhere, "exams/workflow.py", "Exam.objects.bulk_update(rows, ['state'])"),
    (other_clock, "exams/rules.py", "moment = datetime.now(UTC)"),
    (other_clock, "exams/rules.py", "moment = datetime.datetime.utcnow()"),
    (other_clock, "exams/rules.py", "day = date.today()"),
    (other_clock, "exams/models.py", "at = DateTimeField(default=timezone.now)"),
    (other_clock, "exams/rules.py", "day = timezone.localdate()"),
    (other_clock, "exams/rules.py", "from time import time"),
    (other_clock, "exams/queries.py", "from django.db.models.functions import Now"),
    (signals, "exams/apps.py", "from django.db.models.signals import post_save"),
    (signals, "exams/apps.py", "post_save.connect(handler)"),
    (signals, "exams/apps.py", "from django.dispatch import receiver"),
    (signals, "accounts/apps.py", "from allauth.account import signals"),
    (unsafe_calls, "desk/views.py", "from django.utils.safestring import mark_safe"),
    (unsafe_calls, "desk/views.py", "html = mark_safe(text)"),
    (unsafe_calls, "desk/views.py", "html = SafeString(text)"),
    (unsafe_calls, "desk/views.py", "rows = Exam.objects.raw('select 1')"),
    (unsafe_calls, "desk/views.py", "rows = rows.extra(where=['1'])"),
    (unsafe_calls, "exams/forms.py", "class Meta:\n    fields = '__all__'"),
    (asserts, "exams/rules.py", "assert mark"),
    (views_without_method, "desk/views.py", "def home(request):\n    return 1"),
    (views_without_method, "exams/views/paper.py", "class Home(View):\n    pass"),
    (views_past_visibility, "desk/views.py", "rows = Exam.objects.all()"),
    (views_past_visibility, "desk/views.py", "rows = Exam.objects.filter(pk=1)"),
    (views_past_visibility, "desk/views.py", "exam = get_object_or_404(Exam, pk=1)"),
]
FINE = [
    (state_written_elsewhere, "audit/transitions.py", "obj.state = to"),
    (state_written_elsewhere, "exams/workflow.py", "if exam.state == Exam.State.SAT: pass"),
    (state_written_elsewhere, "exams/queries.py", "rows.filter(state='SAT')"),
    (other_clock, "audit/clock.py", "datetime.now(UTC)"),
    (other_clock, "exams/rules.py", "day = timezone.localdate(moment); began = time.monotonic()"),
    (signals, "audit/apps.py", "post_migrate.connect(triggers.install_after_migrate)"),
    (unsafe_calls, "audit/__init__.py", "__all__ = ['clock']"),
    (unsafe_calls, "desk/views.py", "html = format_html('<b>{}</b>', text)"),
    (unsafe_calls, "desk/parts.py", "def icon(name) -> SafeString: ..."),
    (views_without_method, "desk/views.py", "@require_GET\ndef home(request):\n    return 1"),
    (views_without_method, "desk/views.py", "def _rows(request):\n    return 1"),
    (views_past_visibility, "desk/views.py", "rows = Exam.objects.visible_to(user).filter(a=1)"),
    (views_past_visibility, "agencies/views.py", "rows = Holiday.objects.order_by('-day')"),
    (views_past_visibility, "desk/queries.py", "rows = Exam.objects.all()"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_code_keeps_the_rule(tree, rule):
    expect_none(finding for source in product(tree) for finding in rule(source))


@pytest.mark.parametrize(("rule", "path", "code"), BROKEN)
def test_broken_code_is_found(rule, path, code):
    assert len(rule(Source.of(path, code))) == 1


@pytest.mark.parametrize(("rule", "path", "code"), FINE)
def test_sound_code_passes(rule, path, code):
    assert rule(Source.of(path, code)) == []
