"""The window answers while a long dossier is looked at and printed, and while papers of many customers are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter

from app.services import documents
from app.services.documents.assemble import assemble
from app.services.documents.batch import DOSSIER, FORM
from app.ui.application import Window
from app.ui.frame.screen import Screen
from app.ui.frame.spec import ScreenSpec
from app.ui.preview import PdfPreview
from app.ui.preview.pages import page_sizes
from app.ui.preview.printing import make_printer
from tests.services.documents import cases, generated
from tests.ui.heartbeat import Heartbeat

SPECS = (ScreenSpec("one", "ui.group.general", "document", "ui.section.work", Screen),)
LONG, CUSTOMERS = 40, 8


@pytest.fixture(scope="module")
def dossier() -> bytes:
    """A dossier with much text in every field."""
    content = assemble(cases.source(cases.with_texts("Lorem ipsum dolor sit amet. " * 60)), "en")
    return documents.render_dossier_pdf(content)


def to_file(path: Path) -> QPrinter:
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_a_long_dossier_is_looked_at_and_printed_while_the_window_answers(
    qtbot: Any, open_window: Callable[..., Window], heartbeat: Heartbeat, dossier: bytes, tmp_path: Path
) -> None:
    window = open_window(SPECS)
    shown = window.frame.stack.currentWidget()
    assert isinstance(shown, Screen)
    preview = PdfPreview(window.frame.host)
    shown.body.addWidget(preview)
    heartbeat.begin("open")
    with qtbot.waitSignal(preview.loaded, timeout=30_000):
        preview.load_bytes(dossier, "dossier.pdf")
    assert preview.page_count >= LONG
    bar = preview.area.verticalScrollBar()
    for part in range(1, 11):
        heartbeat.begin("scroll")
        with qtbot.waitSignal(preview.rendered, timeout=30_000):
            bar.setValue(bar.maximum() * part // 10)
        heartbeat.beat()
    for act in (preview.zoom_in, preview.zoom_out, preview.fit_width):
        heartbeat.begin("zoom")
        with qtbot.waitSignal(preview.rendered, timeout=30_000):
            act()
        heartbeat.beat()
    heartbeat.begin("print")
    preview._printer = to_file(tmp_path / "paper.pdf")
    preview._printer.setResolution(150)
    preview._to_printer()
    heartbeat.beat()
    done = preview._ui.t("ui.preview.printed")
    qtbot.waitUntil(lambda: done in preview.window().toast.text, timeout=90_000)  # type: ignore[attr-defined]
    heartbeat.check()
    assert len(page_sizes((tmp_path / "paper.pdf").read_bytes())) == preview.page_count


def test_papers_of_many_customers_are_made_while_the_window_answers(
    walk: Callable[..., Any], qtbot: Any, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    here = walk()
    assert {officer.name for officer in here.services.officers.all()} >= {generated.ASSESSOR, generated.APPROVER}
    for number in range(CUSTOMERS):
        generated.put(here.services, generated.traits_of(number))
    screen = here.go("batch", None)
    for key, box in screen.kinds.items():
        box.setChecked(key in (DOSSIER, FORM))
    here.rest()
    heartbeat: Heartbeat = request.getfixturevalue("heartbeat")  # from here on: what came before was the test's own doing
    heartbeat.begin("batch")
    screen.start(str(tmp_path / "papers"))
    qtbot.waitUntil(lambda: screen.result is not None, timeout=90_000)
    heartbeat.check()
    assert screen.result.made >= CUSTOMERS
