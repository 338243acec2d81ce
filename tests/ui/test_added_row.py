"""Adding a question is adding one row of data: the window asks it, and it is kept, scored, printed and exported."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from app import paths
from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.parties import Customer
from app.services import documents
from app.services.clock import FixedClock
from app.services.methodology import load_folder
from app.services.registry import Services, build_services
from app.ui.application import Window
from app.ui.screens import SCREENS

ROW = """
[[item]]
id = "D16"
sub = "capacity.people"
kind = "pct"
unit = "%"
scoring = { kind = "more", p = 90, alpha = 2 }
evidence = ["VISIT"]
origin = "own experience"
label = { en = "Share of machines in use", zh = "在用设备比例", ru = "Доля работающих станков" }
help = { en = "Count them on site.", zh = "现场清点。", ru = "Сосчитать на месте." }
"""
TYPED, POINTS = "87.5", Decimal(95)


def _services(store: Store, folder: Path) -> Services:
    """A store whose methodology has one row more than the shipped one, with a customer."""
    data = shutil.copytree(paths.resources() / "methodology" / "v1", folder / "methodology")
    with (data / "equipment.toml").open("a", encoding="utf-8") as file:
        file.write(ROW)
    services = build_services(store, FixedClock(date(2026, 11, 22)))
    services.methodologies.publish(load_folder(data), "officer 1")
    for name, role in (("officer 1", Role.OFFICER), ("officer 2", Role.GENERAL_MANAGER)):
        services.officers.add(name, role, "officer 1")
    services.customers.save(Customer(name="Eastern Pumps Ltd", first_deal=date(2020, 1, 1)), "officer 1")
    return services


def _text(pdf: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_one_added_row_is_asked_answered_saved_scored_printed_and_exported(
    qtbot: Any, tmp_path: Path, open_window: Callable[..., Window]
) -> None:
    with Store.open(tmp_path / "one-more.zixin", create=True) as store:
        services = _services(store, tmp_path)
        case = services.cases.open(services.customers.find("Eastern Pumps Ltd").id, "officer 1").value
        _type_into_the_window(qtbot, open_window(SCREENS, services), services, case.id)

        view = services.cases.view(case.id)
        score = next(one for one in services.ratings.preview(view).items if one.item == "D16")
        assert (score.x, score.y) == (Decimal(TYPED), POINTS)
        assert score.adds > 0
        _is_printed(services, case.id)


def _type_into_the_window(qtbot: Any, window: Window, services: Services, case_id: int) -> None:
    window.frame.go("case", case_id)
    screen: Any = window.frame.stack.currentWidget()
    qtbot.waitUntil(lambda: screen.model.is_open, timeout=5000)
    screen.go_to("D16")
    field = screen.pages["equipment"].rows["D16"].editor.field
    QTest.keyClicks(field.editor, TYPED)
    window.frame.save_now()
    qtbot.waitUntil(lambda: "D16" in services.cases.view(case_id).answers, timeout=5000)
    assert services.cases.view(case_id).answers["D16"].value == Decimal(TYPED)


def _is_printed(services: Services, case_id: int) -> None:
    from openpyxl import load_workbook

    for lang, label in (("en", "Share of machines in use"), ("ru", "Доля работающих станков")):
        blank = documents.build_checklist(services, lang, case_id=case_id)
        assert label in _text(documents.render_checklist_pdf(blank))
        assert label in _text(documents.render_dossier_pdf(documents.build_dossier(services, lang, case_id=case_id)))
    book = load_workbook(io.BytesIO(documents.render_dossier_xlsx(documents.build_dossier(services, "zh", case_id=case_id))))
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    asked = [row for row in rows if "在用设备比例" in row]
    assert any("D16" in row for row in asked)
    assert any(isinstance(value, str) and value.startswith("=") for row in asked for value in row)
