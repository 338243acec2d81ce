"""A table of which only the pages that are seen are read."""

from __future__ import annotations

from array import array
from typing import Any

from app.ui.context import Ui
from app.ui.qtmodels.paged import PAGE, PagedModel
from app.ui.qtmodels.rows import Column


def test_a_page_whose_question_was_replaced_by_a_newer_one_is_asked_for_again(qtbot: Any, ui: Ui) -> None:
    model = PagedModel(ui, [Column("name", title="name")])
    total = PAGE * 12
    model.open(total, [], [], array("q", range(total)))
    asked: list[tuple[int, ...]] = []
    model.pages_wanted.connect(asked.append)
    for page in (3, 9, 3):  # scrolled on before the first answer came, and back
        with qtbot.waitSignal(model.pages_wanted, timeout=5000):
            model.cells(page * PAGE)
    assert asked == [(3,), (9,), (3,)]
    model.set_page(3, [(str(row),) for row in range(PAGE)])
    assert model.cells(3 * PAGE + 1) == ("1",)
