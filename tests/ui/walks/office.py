"""What both walks share: a window on a store that did not exist before, what is entered, and what the store must hold then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.models.db.store import Store
from app.models.domain.enums import AnswerState
from app.services.first_run import prepare
from app.services.registry import build_services
from app.texts import Texts
from app.ui.application import Opened, Window
from app.ui.screens import SCREENS
from app.ui.screens.case.row import QuestionRow
from tests.ui.heartbeat import Heartbeat

SCREEN = (1366, 728)
"""A small notebook, less the title bar."""
LANGUAGES = ("en", "zh", "ru")
NUMBER = "91350100M000100Y43"
NAMES = {"en": "Sample Bearings Ltd", "zh": "示例轴承有限公司", "ru": "ООО «Пример-Подшипник»"}
SOUGHT = {"en": "bearin", "zh": "shilizh", "ru": "подшип"}
"""What is typed to find that name: the beginning of a word, in Chinese the pinyin."""
NO_NUMBER = {"en": "about three", "zh": "大约三", "ru": "около трёх"}
OFFICER = {"en": "First assessor", "zh": "第一评估员", "ru": "Первый оценщик"}
WORDS = {"en": "as registered", "zh": "与登记一致", "ru": "как в реестре"}
GROUNDS = {
    "en": "Small, sound, few answers yet.", "zh": "规模小，状况稳健，回答尚少。",
    "ru": "Небольшая, надёжная, ответов пока мало.",
}  # fmt: skip
BALANCE = {
    "cash": 900, "ar": 1700, "inv": 1900, "oth_ca": 500, "CA": 5000, "fa_net": 4500, "intang": 400, "NCA": 4900, "TA": 9900,
    "st_loans": 1000, "ap": 1800, "notes_pay": 200, "taxes": 100, "oth_cl": 700, "CL": 3800, "lt_loans": 2200, "NCL": 2200,
    "TL": 6000, "paid_in": 2000, "undist": 1900, "E": 3900, "TLE": 9900, "rev": 12000, "cogs": 9000, "gross": 3000, "sell": 800,
    "adm": 700, "int_exp": 200, "pbt": 1300, "tax": 325, "np": 975, "cfo": 1100,
}  # fmt: skip
"""A full year that ties, in the unit of the new period."""
FOUNDED = date(2001, 5, 14)
STEP = 4
TYPED = {"cash": "900", "ar": "1,7oo"}
"""Two cells by hand, the second with letters in it."""
AREAS, EACH = 3, 3
"""In how many areas of the case questions are answered, and how many in each."""
PAGES = ("overview", "identity", "years", "cases", "receivables", "outside", "evidence", "history")
PATIENCE_MS = 60_000
"""No bound of the program, only an end for a walk that hangs; speed is for the benchmarks."""
FOR_MENUS = "does not support (raise|grabbing the keyboard|grabbing the mouse)"
"""What Qt says of menus where there is no screen."""


class Counter(QObject):
    """Counts the events of some kinds that reach a window or whatever has the focus, unless ``paused``.

    (Not a filter of the whole application: that one would also meet objects on their way into and out of life. And not of a
    ``QWindow``: Python would go on holding what Qt has taken away.)
    """

    def __init__(self, window: Window, kinds: Collection[QEvent.Type]) -> None:
        super().__init__(window.frame)
        self._kinds = frozenset(kinds)
        self.seen = 0
        self.paused = False
        window.frame.installEventFilter(self)
        self._focus_moved(None, QApplication.focusWidget())
        application().focusChanged.connect(self._focus_moved)

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            now.installEventFilter(self)  # once only, however often it is asked for

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen += not self.paused and event.type() in self._kinds
        return False


def application() -> QApplication:
    """The application of the tests."""
    made = QApplication.instance()
    assert isinstance(made, QApplication)
    return made


def type_letter(widget: QWidget, letter: str) -> None:
    """One key with its text, in any script (``QTest.keyClicks`` knows Latin letters only)."""
    if letter.isascii():
        QTest.keyClicks(widget, letter)
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


class Officer:
    """Somebody at the window, who sees what it shows and what is in the store."""

    def __init__(self, window: Window, qtbot: Any, lang: str, heartbeat: Heartbeat) -> None:
        self.window, self.frame, self._qtbot, self.lang = window, window.frame, qtbot, lang
        self.heartbeat = heartbeat
        heartbeat.begin()
        self.services = window.frame.host.services
        self.ui = window.ui

    def t(self, key: str, **params: object) -> str:
        return self.ui.t(key, **params)

    @contextmanager
    def act(self, what: object = "waiting") -> Iterator[None]:
        """One thing done to the window, which must be able to answer again soon."""
        self.heartbeat.begin(f"{self.frame.current}, {what}")
        yield
        self.heartbeat.beat()

    def until(self, met: Callable[[], bool]) -> None:
        """Wait; the window works meanwhile."""
        with self.act():
            self._qtbot.waitUntil(met, timeout=PATIENCE_MS)

    def rest(self) -> None:
        """Until nothing is under way and nothing typed is unsaved."""
        assert self.window.backstage is not None
        runner, autosave = self.window.backstage.runner, self.window.backstage.autosave
        self.until(lambda: not runner.busy and not autosave.pending)

    def arrive(self, screen: str) -> Any:
        """Until that screen is shown and has read everything."""
        self.until(lambda: self.frame.current == screen)
        self.rest()
        return self.frame._screens[screen]

    def wake(self) -> None:
        """A window system gives the window back its keyboard when a menu has closed."""
        self.until(lambda: QApplication.activePopupWidget() is None)
        self.frame.activateWindow()
        self.until(self.frame.isActiveWindow)
        self.rest()


def open_new(open_window: Callable[..., Window], folder: Path, qtbot: Any) -> Window:
    """A window as at the very first start: in English, with the welcome, over a store made just now."""

    def open_store() -> Opened:
        store = Store.open(folder / "new.zixin", create=True)
        services = build_services(store)
        first, second = (officer.name for officer in prepare(services, Texts.load("en"))[:2])
        return Opened(services, "new.zixin", False, lambda: "1", first, (first, second), store.close, is_new=True)

    window = open_window(SCREENS, open_store=open_store, welcome=True)
    window.frame.resize(*SCREEN)
    window.frame.activateWindow()  # shortcuts work in the active window only
    qtbot.waitUntil(window.frame.isActiveWindow, timeout=5000)
    return window


def begin(open_window: Callable[..., Window], folder: Path, qtbot: Any, never: Collection[QEvent.Type]) -> tuple[Window, Counter]:
    """The new window, and a count of what the officer is to do without."""
    window = open_new(open_window, folder, qtbot)
    return window, Counter(window, never)


# --- what is there --------------------------------------------------------------------------------------------------


def row_of(widget: QWidget | None) -> QuestionRow | None:
    """The question a widget belongs to."""
    while widget is not None and not isinstance(widget, QuestionRow):
        widget = widget.parentWidget()
    return widget


def line_at(statements: Any, key: str) -> int:
    """The row of the grid in which a line stands."""
    return next(at for at, row in enumerate(statements.model.rows) if row.line is not None and row.line.key == key)


def from_a_spreadsheet(at: Officer, statements: Any) -> str:
    """The year with the labels of the grid and figures as they are written in the language of the window."""
    labels = {row.line.key: statements.grid.grid.text_at(number, 0)
              for number, row in enumerate(statements.model.rows) if row.line is not None}  # fmt: skip
    head = f"{at.t('ui.statements.line')}\t{statements.model.columns[0].statement.end:%Y-%m-%d}"
    return "\n".join([head, *(f"{labels[key]}\t{at.ui.number(Decimal(BALANCE[key]), 2)}" for key in BALANCE)])


def has_value(at: Officer, case: Any, question: str) -> bool:
    """Whether the store has an answer."""
    with at.heartbeat.apart():
        answer = at.services.cases.view(case.model.head.id).answers.get(question)
    return answer is not None and answer.state is AnswerState.VALUE


def check_figures(at: Officer, statements: Any) -> None:
    """Everything pasted is in the store."""
    kept = at.services.statements.of_customer(statements.model.reading.customer.id)[0].values
    assert {key: kept[key] for key in BALANCE} == {key: Decimal(amount) for key, amount in BALANCE.items()}


def check_score(at: Officer, score: Any, case_id: int) -> Any:
    """What the screen says is what the rules say, with a reason for every step; returns the result."""
    result = at.services.ratings.preview(at.services.cases.view(case_id))
    assert result.rated
    assert score.grade.grade.grade == result.grade.name
    assert score.grade._steps.count() >= len(result.steps)
    return result


def check_in_force(at: Officer, customer_id: int, result: Any) -> str:
    """The grade in force is that of the score; returns its name."""
    in_force = at.services.grading.in_force(customer_id)
    assert in_force.terms.score == result.score
    return str(in_force.terms.grade.name)


def check_listed(at: Officer, customers: Any, customer_id: int, grade: str) -> None:
    """The list shows the customer with the grade."""
    assert at.services.customers.page()[0].id == customer_id
    columns = [column.key for column in customers.table.rows.columns]
    at.until(lambda: customers.table.rows.value_at(0, columns.index("grade")) == grade)
    assert customers.table.rows.value_at(0, columns.index("name")) == NAMES[at.lang]


def check_moved(at: Officer, today: Any, grade: str) -> None:
    """The first screen tells the grade of the day, and nothing is left to decide."""
    said = today.moves.table.rows.value_at(0, 0)
    assert at.t("ui.today.first_grade", grade=grade) in str(said)
    assert today.moves.table.rows.value_at(0, 1) == NAMES[at.lang]


def check_welcomed(at: Officer) -> None:
    """At the first screen, as the officer who was named, with nobody in the store yet."""
    today = at.arrive("today")
    at.until(today._is_empty)
    assert at.frame.host.officer == OFFICER[at.lang]
    assert at.services.customers.page() == ()


def check_entered(at: Officer, customer: Any) -> int:
    """The new customer is in the store; returns its id."""
    assert at.services.customers.page()[0].name == NAMES[at.lang]
    return int(customer.model.draft.id)


def check_answered(at: Officer, case: Any, answered: Collection[str]) -> None:
    """Answers of several areas are in the store."""
    assert all(has_value(at, case, one) for one in answered)
    assert len({case.model.section_of(one) for one in answered}) >= AREAS


def check_message(at: Officer, case: Any, row: QuestionRow, answered: Collection[str]) -> None:
    """What cannot be read is told at its field and stays there; the other answers are kept."""
    assert row.editor is not None
    assert row.editor.field.has_error()
    at.rest()
    assert row.editor.field.raw_text() == NO_NUMBER[at.lang]
    assert all(has_value(at, case, one) for one in answered)


def check_taken_back(at: Officer, case: Any, question: str, back: Callable[[], object], again: Callable[[], object]) -> None:
    """The last answer goes with ``back`` and comes with ``again``."""
    at.until(lambda: at.frame.undo.back_step is not None)
    back()
    at.until(lambda: not has_value(at, case, question))
    at.rest()
    at.until(lambda: at.frame.undo.again_step is not None)
    again()
    at.until(lambda: has_value(at, case, question))
    at.rest()


def check_cells(at: Officer, statements: Any, column: int) -> None:
    """A figure typed by hand is taken, one that cannot be read stands as it was typed."""
    at.rest()
    assert statements.model.typed(0, "cash") == Decimal(900)
    assert TYPED["ar"] in statements.grid.grid.text_at(line_at(statements, "ar"), column)


def second_of(at: Officer, approval: Any) -> str:
    """Who has to sign: not the assessor, who is in use."""
    assessor, second = at.frame.top.officers
    card = approval.decision
    assert at.frame.host.officer == assessor == approval.model.matter.view.head.assessor
    assert not card.approve.isEnabled()
    assert second in card.signer.text()
    return str(second)


def check_form(at: Officer) -> None:
    """The form of the grade change is shown, one page."""
    documents = at.arrive("documents")
    at.until(lambda: documents.preview.page_count == 1)
    assert documents.kind == "change_form"
