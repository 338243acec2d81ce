"""Rules of the code as functions: each takes a file (path below the repository, source) and returns what is wrong in it.

They read the syntax tree, so that a word in a comment or docstring is no offence. ``EXAMPLES`` in
``test_checkers_can_fail.py`` feeds each of them with code that breaks the rule and code that keeps it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

Checker = Callable[[str, str], list[str]]

HEAVY = {"pandas", "numpy", "matplotlib", "openpyxl", "xlsxwriter", "reportlab", "alembic", "pypinyin", "stdnum", "babel"}
HEAVY |= {"python_calamine", "pypdf", "pypdfium2", "rapidfuzz", "charset_normalizer", "argon2", "defusedxml", "platformdirs"}
# Base classes of these libraries are needed when a class is defined; the folders themselves are imported late.
HEAVY_AT_HOME = {
    "reportlab": ("app/services/documents/pdf/",),
    "xlsxwriter": ("app/services/documents/xlsx/",),
    "alembic": ("app/models/db/migrations/",),
}
GPL_QT = {
    "QtCharts",
    "QtGraphs",
    "QtGraphsWidgets",
    "QtDataVisualization",
    "QtVirtualKeyboard",
    "QtNetworkAuth",
    "QtWebEngineWidgets",
}

BROAD_EXCEPT_ALLOWED = ("app/ui/runtime/", "app/__main__.py")
CLOCK_ALLOWED = ("app/services/clock.py", "app/models/db/layout.py", "app/bootstrap.py", "app/ui/")
PURE = ("app/services/rating/", "app/models/domain/")
IMPURE_MODULES = {"time", "random", "locale", "os", "pathlib", "logging", "secrets", "uuid", "sqlite3", "socket", "threading"}
FOREIGN_LETTERS_ALLOWED = (
    "app/units.py",
    "app/numbers.py",
    "app/models/db/places.py",
    "app/services/self_test.py",
    "app/services/customers/",
    "app/services/statements/",
)

VISIBLE_CALLS = {
    "setText",
    "setWindowTitle", "setToolTip", "setPlaceholderText", "setTitle", "setStatusTip", "setWhatsThis", "setAccessibleName",
    "setAccessibleDescription", "addItem", "addItems", "insertItem", "setLabelText", "setInformativeText", "setHeaderLabels",
    "setHorizontalHeaderLabels", "setPrefix", "setSuffix", "addTab", "addAction", "addMenu", "showMessage", "addRow",
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QToolButton", "QAction", "QMessageBox",
    "Paragraph", "drawString", "drawCentredString", "drawRightString", "write_string", "write_rich_string", "set_title", "print",
    "set_xlabel", "set_ylabel", "suptitle", "annotate",
}  # fmt: skip
VISIBLE_WHERE = ("app/ui/", "app/cli/", "app/services/documents/", "app/bootstrap.py", "app/__main__.py")
WORDS = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^(?!Noto Sans)[A-Z][a-z]+(?:,? [A-Za-z]+){2,}")
FOREIGN = re.compile("[\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff].")  # a single letter is the border of a range


def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _docstrings(tree: ast.AST) -> set[int]:
    """Ids of the constants that are documentation: any string that stands alone as a statement."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _imports(tree: ast.AST) -> Iterator[tuple[int, str, list[str]]]:
    """Line, module and imported names of every import statement in ``tree``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, []
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module, [alias.name for alias in node.names]


def _at_import(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported, leaving out functions and ``if TYPE_CHECKING``."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
            continue
        yield node
        if isinstance(node, ast.ClassDef | ast.If | ast.Try | ast.With):
            waiting += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]


# --- rule 4: the GUI thread -------------------------------------------------------------------------------------------


def no_nested_event_loops(path: str, source: str) -> list[str]:
    """``processEvents`` runs slots inside slots; ``qtbot.wait`` makes a test slow or flaky."""
    found = []
    for call in _calls(_tree(source)):
        owner = _name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if _name(call.func) == "processEvents" or (_name(call.func) == "wait" and owner == "qtbot"):
            found.append(f"{path}:{call.lineno} {_name(call.func)}")
    return found


def no_lambda_as_a_slot(path: str, source: str) -> list[str]:
    """A lambda keeps its widget alive or is called on a dead one; a bound method of a QObject is disconnected with it."""
    return [
        f"{path}:{call.lineno} connect(lambda)"
        for call in _calls(_tree(source))
        if _name(call.func) == "connect" and any(isinstance(argument, ast.Lambda) for argument in call.args)
    ]


# --- rule 5: pure arithmetic ------------------------------------------------------------------------------------------


def pure_rating(path: str, source: str) -> list[str]:
    """No clock, file, locale, chance or binary fraction in rating and domain."""
    if not path.startswith(PURE):
        return []
    tree = _tree(source)
    found = [f"{path}:{line} import {module}" for line, module, _ in _imports(tree) if module.split(".")[0] in IMPURE_MODULES]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in ("float", "round", "today", "now", "utcnow", "open", "print"):
            found.append(f"{path}:{node.lineno} {_name(node.func)}()")
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"{path}:{node.lineno} binary fraction {node.value}")
    return found


def one_clock(path: str, source: str) -> list[str]:
    """What day it is comes from ``app.services.clock`` and nowhere else."""
    if path.startswith(CLOCK_ALLOWED) or not path.startswith("app/"):
        return []
    return [
        f"{path}:{call.lineno} {_name(call.func)}()"
        for call in _calls(_tree(source))
        if _name(call.func) in ("today", "now", "utcnow")
        and _name(getattr(call.func, "value", call.func)) in ("date", "datetime", "dt")
    ]


# --- rule 7: errors ---------------------------------------------------------------------------------------------------


def no_broad_except(path: str, source: str) -> list[str]:
    """Only ``ui/runtime`` and ``__main__`` may catch what they do not know."""
    if path.startswith(BROAD_EXCEPT_ALLOWED) or not path.startswith("app/"):
        return []
    found = []
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            tidies_up = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None  # and lets the error go on
            if not tidies_up and any(kind is None or _name(kind) in ("Exception", "BaseException") for kind in kinds):
                found.append(f"{path}:{node.lineno} broad except")
    return found


# --- rule 8: texts ----------------------------------------------------------------------------------------------------


def no_literal_text(path: str, source: str) -> list[str]:
    """Words for people stand in the catalogue, not in the window, the commands or the documents."""
    if not path.startswith(VISIBLE_WHERE):
        return []
    tree = _tree(source)
    silent = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _name(node.func) in _LOG_CALLS):
            silent |= {id(child) for child in ast.walk(node)}  # told to developers, never to the officer
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in VISIBLE_CALLS:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg in ("text", "title"))]:
                found += [
                    f"{path}:{node.lineno} {_name(node.func)}({text!r})" for text in _literals(argument) if WORDS.search(text)
                ]
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and SENTENCE.match(node.value)
        ):
            found.append(f"{path}:{node.lineno} {node.value[:50]!r}")
    return found


_LOG_CALLS = {"debug", "info", "warning", "error", "critical", "exception", "assert_never", "add_argument"}


def _literals(node: ast.expr) -> Iterator[str]:
    """Literal texts that ``node`` shows by itself: a constant, the fixed parts of an f-string, parts of a sum or list."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str))
    elif isinstance(node, ast.BinOp):
        yield from _literals(node.left)
        yield from _literals(node.right)
    elif isinstance(node, ast.List | ast.Tuple):
        for part in node.elts:
            yield from _literals(part)


def no_foreign_letters(path: str, source: str) -> list[str]:
    """Chinese and Russian words stand in data; code that reads such words from outside says so by its folder."""
    if not path.startswith("app/") or path.startswith(FOREIGN_LETTERS_ALLOWED):
        return []
    tree = _tree(source)
    silent = _docstrings(tree)
    return [
        f"{path}:{node.lineno} {node.value[:30]!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in silent
        and FOREIGN.search(node.value)
    ]


def no_text_at_import(path: str, source: str) -> list[str]:
    """A text that is fetched when a module is imported never follows a switch of the language."""
    found = []
    for statement in _at_import(_tree(source)):
        if isinstance(statement, ast.ClassDef | ast.If | ast.Try | ast.With):
            continue
        for call in _calls(statement):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "load" and _name(call.func.value) == "Texts":
                found.append(f"{path}:{call.lineno} Texts.load at import")
    return found


# --- what costs or endangers ------------------------------------------------------------------------------------------


def heavy_imports_are_late(path: str, source: str) -> list[str]:
    """A large library is imported by the function that needs it, not by the start of the program."""
    if not path.startswith("app/"):
        return []
    found = []
    for statement in _at_import(_tree(source)):
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        for line, module, _ in _imports(statement):
            top = module.split(".")[0]
            if top in HEAVY and not path.startswith(HEAVY_AT_HOME.get(top, ())):
                found.append(f"{path}:{line} import {module}")
    return found


def no_gpl_qt(path: str, source: str) -> list[str]:
    """Some Qt modules are GPL or commercial; this program is neither."""
    found = []
    for line, module, names in _imports(_tree(source)):
        parts = set(module.split(".")) | (set(names) if module == "PySide6" else set())
        found += [f"{path}:{line} {part}" for part in sorted(parts & GPL_QT)]
    return found


def no_dangerous_calls(path: str, source: str) -> list[str]:
    """Nothing is evaluated, unpickled or put together as SQL text."""
    tree = _tree(source)
    found = [
        f"{path}:{line} import {module}"
        for line, module, _ in _imports(tree)
        if module.split(".")[0] in ("pickle", "shelve", "marshal")
    ]
    for call in _calls(tree):
        name = _name(call.func)
        if isinstance(call.func, ast.Name) and name in ("eval", "exec", "compile"):
            found.append(f"{path}:{call.lineno} {name}()")
        built = call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
        if name in ("text", "execute", "executemany", "executescript", "exec_driver_sql") and built and path.startswith("app/"):
            words = " ".join(_literals(call.args[0])).upper()
            if re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|CREATE|DROP|ALTER)\b", words):
                found.append(f"{path}:{call.lineno} SQL put together from text")
    return found


def exact_columns(path: str, source: str) -> list[str]:
    """Money and figures are kept exactly: no binary fraction as a column type."""
    if not path.startswith("app/models/db/tables/"):
        return []
    return [
        f"{path}:{line} {name}"
        for line, module, names in _imports(_tree(source))
        if module.startswith("sqlalchemy")
        for name in names
        if name in ("Float", "REAL", "Double", "DOUBLE", "FLOAT")
    ]


def nothing_unfinished(path: str, source: str) -> list[str]:
    """No notes to come back to and no function that only pretends."""
    found = [
        f"{path}:{number} {line.strip()[:60]}"
        for number, line in enumerate(source.splitlines(), 1)
        if re.search(r"#.*\b(TODO|FIXME|XXX|HACK)\b", line)
    ]
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.dump(node.exc):
            found.append(f"{path}:{node.lineno} NotImplementedError")
        if isinstance(node, ast.FunctionDef) and [type(part) for part in node.body] == [ast.Pass]:
            found.append(f"{path}:{node.lineno} {node.name}() does nothing and does not say why")
    return found


def small_functions(path: str, source: str) -> list[str]:
    """A function over 60 lines does more than one thing."""
    if not path.startswith("app/"):
        return []
    return [
        f"{path}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno + 1 > 60
    ]


CHECKERS: tuple[Checker, ...] = (
    no_nested_event_loops,
    no_lambda_as_a_slot,
    pure_rating,
    one_clock,
    no_broad_except,
    no_literal_text,
    no_foreign_letters,
    no_text_at_import,
    heavy_imports_are_late,
    no_gpl_qt,
    no_dangerous_calls,
    exact_columns,
    nothing_unfinished,
    small_functions,
)
