"""Lines of a grouped table beside a plain list of what should stand in them."""

from __future__ import annotations

from array import array
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.ui.context import Ui
from app.ui.qtmodels.group_lines import GroupLines
from app.ui.qtmodels.grouped import GroupedModel, HeadText
from app.ui.qtmodels.paged import PAGE
from app.ui.qtmodels.rows import Column

GROUPS = st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=8)


def plain(groups: list[tuple[int, bool]]) -> list[tuple[int, int | None]]:
    """Group and row of every line, counted one by one."""
    found: list[tuple[int, int | None]] = []
    row = 0
    for number, (count, opened) in enumerate(groups):
        found.append((number, None))
        if opened:
            found += [(number, row + place) for place in range(count)]
        row += count
    return found


def lines_of(groups: list[tuple[int, bool]]) -> GroupLines:
    return GroupLines([count for count, _ in groups], [number for number, (_, opened) in enumerate(groups) if opened])


@given(GROUPS)
def test_every_line_is_a_head_or_the_row_that_should_stand_there(groups: list[tuple[int, bool]]) -> None:
    lines, wanted = lines_of(groups), plain(groups)
    assert len(lines) == len(wanted)
    for line, (group, row) in enumerate(wanted):
        assert (lines.group_of(line), lines.row(line)) == (group, row)
        assert lines.group_at(line) == (group if row is None else None)
        assert lines.line(row) == line if row is not None else lines.head(group) == line


@given(GROUPS, st.data())
def test_opening_and_closing_gives_the_lines_of_a_list_made_so(groups: list[tuple[int, bool]], data: st.DataObject) -> None:
    lines = lines_of(groups)
    for _ in range(4):
        number = data.draw(st.integers(0, len(groups) - 1))
        groups[number] = (groups[number][0], not groups[number][1])
        lines.set_open(number, groups[number][1])
    assert [(lines.group_of(line), lines.row(line)) for line in range(len(lines))] == plain(groups)


@given(GROUPS, st.data())
def test_lines_stand_for_their_rows_and_a_head_for_all_of_its_group(groups: list[tuple[int, bool]], data: st.DataObject) -> None:
    lines, wanted = lines_of(groups), plain(groups)
    top = data.draw(st.integers(0, len(wanted) - 1))
    bottom = data.draw(st.integers(top, len(wanted) - 1))
    first = [sum(count for count, _ in groups[:number]) for number in range(len(groups))]
    rows: set[int] = set()
    for group, row in wanted[top:bottom + 1]:
        rows |= {row} if row is not None else set(range(first[group], first[group] + groups[group][0]))
    found = [row for start, end in lines.rows_in(top, bottom) for row in range(start, end + 1)]
    assert set(found) == rows


def test_without_groups_every_line_is_its_row() -> None:
    lines = GroupLines((), rows=5)
    assert (len(lines), lines.row(3), lines.line(3), lines.group_at(0), lines.rows_in(1, 2)) == (5, 3, 3, None, [(1, 2)])


def test_a_closed_group_asks_for_no_page_and_an_open_one_for_those_that_are_seen(ui: Ui, qtbot: Any) -> None:
    model = GroupedModel(ui, [Column("name", title="name")])
    model.open_grouped([], [], array("q", range(PAGE * 9)), [PAGE * 4, PAGE * 5], [], describe)
    asked: list[tuple[int, ...]] = []
    model.pages_wanted.connect(asked.append)
    for line in range(model.rowCount()):
        model.data(model.index(line, 0))
    assert (model.rowCount(), model._wanted) == (2, {})
    model.set_open(1, True)
    with qtbot.waitSignal(model.pages_wanted, timeout=5000):
        model.data(model.index(2, 0))
    assert asked == [(4,)]
    model.set_page(4, [(str(row),) for row in range(PAGE)])
    assert [model.text_at(line, 0) for line in (2, 3)] == ["0", "1"]
    assert (model.id_at(1), model.id_at(2), model.row_of(PAGE * 4 + 1)) == (None, PAGE * 4, 3)


def test_only_some_pages_and_heads_are_held_however_many_groups_there_are(ui: Ui, qtbot: Any) -> None:
    from app.ui.qtmodels import grouped, paged

    model = GroupedModel(ui, [Column("name", title="name")])
    model.open_grouped([], [], array("q", range(3000)), [3] * 1000, range(1000), describe)
    for line in range(model.rowCount()):
        model.data(model.index(line, 0), Qt.ItemDataRole.ToolTipRole)
    for page in range(3000 // PAGE):
        model.set_page(page, [("x",)] * PAGE)
    assert len(model._texts) <= grouped._MOST_TEXTS
    assert len(model._pages) <= paged._PAGES_KEPT


def describe(group: int) -> HeadText:
    return HeadText(f"group {group}", "some")
