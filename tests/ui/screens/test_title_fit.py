"""The name of a customer in the title of a page: whole wherever there is room for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

LONG = "Пивоваренная компания «Циндао» (Tsingtao Brewery Co., Ltd.)"


@pytest.mark.parametrize("page", ["case", "score", "approval"])
def test_a_long_name_stands_whole_in_one_line_and_a_longer_one_in_its_tip(
    walk: Callable[..., Any], qtbot: Any, page: str
) -> None:
    here = walk(lang="ru")
    here.frame.resize(1440, 900)
    customers = here.services.customers
    for name, cut in ((LONG, False), (LONG * 3, True)):
        customers.save(replace(customers.get(here.sample.id), name=name), here.frame.host.officer)
        label = here.go(page, here.sample.case_id).title.title
        here.rest()
        assert (label.text() != name) is cut
        assert label.toolTip() == (name if cut else "")
        assert label.accessibleName() == name
        letters = label.fontMetrics()
        qtbot.waitUntil(lambda: letters.horizontalAdvance(label.text()) <= label.width(), timeout=5000)  # noqa: B023
        assert label.height() < 2 * letters.height()


@pytest.mark.parametrize("page", ["case", "score", "approval"])
def test_a_name_shown_whole_does_not_keep_the_window_wide(walk: Callable[..., Any], page: str) -> None:
    here = walk(lang="ru")
    here.frame.resize(2560, 1440)
    bar = here.go(page, here.sample.case_id).title
    here.rest()
    name = bar.title.fontMetrics().horizontalAdvance(bar.title.text())
    assert bar.minimumSizeHint().width() < 1450 - name


def test_a_window_that_was_wide_on_a_case_gets_as_narrow_as_before(walk: Callable[..., Any]) -> None:
    here = walk(lang="ru")
    frame = here.frame
    here.go("case", here.sample.case_id)
    for size in ((2560, 1440), (1280, 720)):
        frame.resize(*size)
        here.rest()
    assert frame.width() == 1280
