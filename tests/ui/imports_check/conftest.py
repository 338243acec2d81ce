"""The pages of an import that check, decide, report and take back, over a real store."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.services.clock import FixedClock
from app.services.imports.check import Checked
from app.services.imports.fields import fields_of
from app.services.registry import Services, build_services
from app.ui.application import Opened, Window
from app.ui.context import Ui
from app.ui.frame.host import ScreenHost
from app.ui.frame.screen import Screen
from app.ui.frame.spec import ScreenSpec
from app.ui.screens.imports.check_step import CheckStep
from tests.services.conftest import TODAY
from tests.services.imports import stories
from tests.ui.screens.conftest import InstantRunner

OFFICER = "officer 1"


class Holder(Screen):
    """One page alone."""

    def __init__(self, host: ScreenHost, make: Callable[[ScreenHost], QWidget]) -> None:
        super().__init__(host, scroll=False)
        self.title.set_key("ui.import_register.table")
        self.part = make(host)
        self.body.addWidget(self.part, 1)


@pytest.fixture(scope="session")
def known_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with a few customers and one of their statements: a file to copy."""
    path = tmp_path_factory.mktemp("known") / "known.zixin"
    with Store.open(path, create=True) as store:
        built = build_services(store, FixedClock(TODAY))
        built.methodologies.ensure_builtin(OFFICER)
        built.officers.add(OFFICER, Role.GENERAL_MANAGER, OFFICER)
        stories.known(built)
    return path


@pytest.fixture
def services(tmp_path: Path, known_store: Path) -> Iterator[Services]:
    """Services over a copy of that store."""
    (tmp_path / "store").mkdir()
    with Store.open(Path(shutil.copy(known_store, tmp_path / "store" / "test.zixin"))) as store:
        yield build_services(store, FixedClock(TODAY))


@pytest.fixture
def hold(open_window: Callable[..., Window], services: Services, qtbot: Any) -> Callable[..., Any]:
    """``hold(make)``: a page in the window of the program, which asks questions and leads to other screens."""

    def start(make: Callable[[ScreenHost], QWidget], **more: Any) -> Any:
        screens: list[Holder] = []

        def factory(host: ScreenHost) -> Screen:
            screens.append(Holder(host, make))
            return screens[0]

        def opened() -> Opened:
            return Opened(services, "test.zixin", False, lambda: "1", OFFICER, (OFFICER,), lambda: None)

        specs = (ScreenSpec("held", "ui.import_register.table", "document", None, factory),
                 ScreenSpec("customers", "ui.nav.customers", "customers", None, plain),
                 ScreenSpec("customer", "ui.nav.customers", "customers", None, plain))
        window = open_window(specs, open_store=opened, first="held", **more)
        qtbot.waitUntil(lambda: bool(screens) and window.frame.current == "held")
        return screens[0].part

    return start


def plain(host: ScreenHost) -> Screen:
    return Screen(host)


@pytest.fixture
def alone(ui: Ui, services: Services, qtbot: Any) -> Callable[..., Any]:
    """``alone(make)``: a page without a window around it, whose questions to the services are answered at once."""

    def start(make: Callable[[Any], QWidget]) -> Any:
        told: list[str] = []

        def toast(key: str, **params: object) -> None:
            told.append(ui.t(key, **params))

        host = SimpleNamespace(ui=ui, runner=InstantRunner(), services=services, officer=OFFICER, told=told, toast=toast)
        page = make(host)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        return page

    return start


@pytest.fixture
def check_page(alone: Callable[..., Any], services: Services) -> Callable[..., CheckStep]:
    """``check_page(checked)``: the page of a check that is shown."""

    def show(checked: Checked) -> CheckStep:
        page: CheckStep = alone(CheckStep)
        page.show_checked(None, checked, fields_of(services.methodologies.current()))
        return page

    return show
