"""The real window over a store with the sample company, and every place in it that a user can get to."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[3]))

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from app.models.db.store import Store
from app.models.domain.orders import Asked
from app.services.first_run import prepare
from app.services.registry import Services, build_services
from app.texts import Texts
from app.ui.application import Opened, Window
from app.ui.screens import SCREENS

SMALLEST = (1280, 720)
_PATIENCE_MS = 8000
_TURNS = 300


def open_store(folder: Path, lang: str) -> Opened:
    """A store in which the sample company has a grade in force, its next case a proposal that waits, and an order is held."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.open(folder / "sample.zixin", create=True)
    services, words = build_services(store), Texts.load(lang)
    first, second = (officer.name for officer in prepare(services, words)[:2])
    customer = services.samples.install(first, lang).value
    case = services.cases.open_case(customer)
    assert case is not None
    services.cases.declare_independence(case.id, first)
    services.cases.verify(case.id, second)
    proposal = services.grading.propose(case.id, first, grounds=("statements",), text=words("demo.grounds")).value
    services.grading.approve(proposal.id, second, words("demo.decision"))
    head = services.cases.open(
        customer, first, profile=case.profile, with_areas=case.with_areas, requested_limit=case.requested_limit,
        requested_term=case.requested_term, own_monthly_sales=case.own_monthly_sales,
    ).value
    services.cases.take_over(head.id, None, first)
    services.orders.check(Asked(customer, "A-2026-117", Decimal(20_000_000), case.currency, 120), first)
    return Opened(services, store.path.name, store.encrypted, lambda: "1", first, (first, second), store.close)


class _Wait(QEventLoop):
    """Asks again and again whether it is ready, for a while."""

    def __init__(self, ready: Callable[[], bool], milliseconds: int) -> None:
        super().__init__()
        self._ready = ready
        self._poll, self._end = QTimer(self, interval=10), QTimer(self, singleShot=True, interval=milliseconds)
        self._poll.timeout.connect(self._ask)
        self._end.timeout.connect(self.quit)
        self._poll.start()
        self._end.start()

    def _ask(self) -> None:
        if self._ready():
            self.quit()

    def run(self) -> None:
        self.exec()
        self._poll.stop()
        self._end.stop()


def wait_until(ready: Callable[[], bool], milliseconds: int = _PATIENCE_MS) -> bool:
    """Let the window work until ``ready``; says whether it came."""
    if not ready():
        _Wait(ready, milliseconds).run()
    return ready()


def settle(window: Window) -> None:
    """Nothing is under way any more, and everything is laid out."""
    runner: Any = window.backstage.runner if window.backstage is not None else None
    for _ in range(3):  # what an answer asks for next is waited for too
        wait_until(lambda: runner is None or not runner.busy)
        QApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        _idle()


    before: tuple[int, int] | None = None
    for _ in range(_TURNS):  # rows that are made in the pauses of the window's thread
        now = _shape(window)
        if now == before:
            break
        before = now
        _idle()
        _idle()


def _shape(window: Window) -> tuple[int, int]:
    """Changes as long as anything is made or laid out."""
    widgets = window.frame.findChildren(QWidget)
    return len(widgets), sum(one.height() + one.width() for one in widgets if one.isVisible())


def _idle() -> None:
    """One turn of the event loop."""
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def open_window(folder: Path, lang: str = "en", size: tuple[int, int] = SMALLEST) -> Window:
    """The window, shown and at rest."""
    (folder / "state").mkdir(parents=True, exist_ok=True)
    window = Window(open_store=partial(open_store, folder, lang), screens=SCREENS, state_dir=folder / "state", lang=lang)
    window.show()
    window.frame.resize(*size)
    assert wait_until(lambda: window.frame.current is not None, 30_000)
    window.ui.switch_theme("light")
    settle(window)
    return window


def close_window(window: Window) -> None:
    """Save and go."""
    window.frame.close()
    wait_until(lambda: window.is_stopped)
    window.frame.deleteLater()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def places(services: Services) -> list[tuple[str, str, object]]:
    """Name, screen and argument of every place; a screen that nobody named here is shown without an argument."""
    customer = services.customers.page()[0]
    cases = sorted(services.cases.of_customer(customer.id), key=lambda head: head.id)
    done, now = cases[0].id, cases[-1].id
    arguments: dict[str, list[tuple[str, object]]] = {
        "customer": [("customer", customer.id)], "case": [("case", now)], "statements": [("statements", customer.id)],
        "score": [("score", now)], "approval": [("approval", now), ("approved", done)],
        "documents": [("documents", (done, "change_form"))],
    }
    return [(name, spec.id, argument) for spec in SCREENS for name, argument in arguments.get(spec.id, [(spec.id, None)])]


def visits(window: Window, skip: tuple[str, ...] = ()) -> Iterator[str]:
    """Show every place one after another, and every tab in it; the name of what is shown now."""
    for name, screen, argument in places(window.frame.host.services):
        if screen in skip:
            continue
        window.frame.go(screen, argument)
        settle(window)
        yield name
        if screen == "welcome":
            yield from _steps(window, name)
        shown: Any = window.frame._screens[screen]
        for bar in [bar for bar in shown.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1]:
            first = bar.currentIndex()
            for tab in range(bar.count()):
                if tab != first and bar.isTabVisible(tab):
                    bar.setCurrentIndex(tab)
                    settle(window)
                    yield f"{name}, tab {tab + 1}"
            bar.setCurrentIndex(first)
            settle(window)


def _steps(window: Window, name: str) -> Iterator[str]:
    screen: Any = window.frame._screens["welcome"]
    for number in range(1, len(screen.steps)):
        screen._turn(number)
        settle(window)
        yield f"{name}, step {number + 1}"


def data_words(services: Services) -> frozenset[str]:
    """Latin words that are data: names in the store, file names."""
    import re

    customer = services.customers.get(services.customers.page()[0].id)
    said = [customer.name, customer.address, customer.note, "sample.zixin change-form dossier checklist blank pdf xlsx"]
    said += [officer.name for officer in services.officers.all()]
    said += [Texts.load("en")("ui.methodology.new_name", version="")]  # names of drafts
    said += [Texts.load("en")(key) for key in ("demo.grounds", "demo.decision")]  # typed by the officers of the sample
    return frozenset(word.lower() for text in said for word in re.findall(r"[A-Za-z]{3,}", text))


def scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()
