"""Tables of the papers: light heads, hairlines between rows, figures right-aligned, heads repeated on each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable, LongTable, TableStyle
from reportlab.platypus import Table as Table

from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.tags import TableMarks

Cell = str | Flowable | list[Flowable]

_SIZE = 7.8
_ALL_BUT_A_PAGE = 540.0  # who has so much room and does not fit will not fit on the next page either
# Cells of a table have a font even when they are empty: without this the file would name one that is not embedded.
BASE = ("FONT", (0, 0), (-1, -1), fonts.REGULAR, _SIZE)


class Grid(LongTable):
    """A table that knows how many of its first rows belong together: so many follow the heading above it.

    Rows that shall stay together but are higher than a page are parted all the same: better so than not at all.
    """

    together = 2

    def _getFirstPossibleSplitRowPosition(self, availHeight: float, ignoreSpans: int = 0) -> int:
        kept: Any = self
        find: Any = super()._getFirstPossibleSplitRowPosition  # type: ignore[misc]
        place: int = find(availHeight, ignoreSpans)
        if place <= kept.repeatRows and availHeight > _ALL_BUT_A_PAGE:
            bound, kept._nosplitCmds = kept._nosplitCmds, []
            place = find(availHeight, ignoreSpans)
            kept._nosplitCmds = bound
        return place


def grid(
    lang: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    right: Sequence[int] = (),
    strong: Sequence[int] = (),
    groups: Sequence[int] = (),
    leads: Sequence[int] = (),
    whole: bool = False,
    size: float = _SIZE,
    width: float = look.WIDTH,
) -> Table:
    """Return a table ``width`` points wide.

    ``right``: columns of figures; ``strong``: rows in bold; ``groups``: rows that head a group, ``leads`` others that stay
    with the row after them; ``whole``: a small table without typed texts, never parted by the end of a page. ``widths``
    are parts of the whole, scaled so that the table fills it. Texts wrap; rows stay whole, so a text that may be long
    goes through ``notes.Notes`` first.
    """
    scale = width / sum(widths)
    body: list[list[Any]] = []
    if heads:
        body.append(
            [
                para(head, style(lang, size - 0.6, bold=True, colour="muted", align=_align(n, right)))
                for n, head in enumerate(heads)
            ]
        )
    for number, row in enumerate(rows):
        bold = number in strong or number in groups
        colour = "accent" if number in groups else "text"
        body.append(
            [
                para(cell, style(lang, size, bold=bold, colour=colour, align=_align(n, right))) if isinstance(cell, str) else cell
                for n, cell in enumerate(row)
            ]
        )
    first = 1 if heads else 0
    columns = _roomy([part * scale for part in widths], heads, size - 0.6)
    table = Grid(body, colWidths=columns, repeatRows=first, hAlign="LEFT", renderCB=TableMarks(first))
    table.setStyle(TableStyle(_commands(first, len(body), strong, groups, leads)))
    if whole:
        table.together = len(rows)
        table.setStyle([("NOSPLIT", (0, 0), (-1, -1))])
    return table


def _roomy(columns: list[float], heads: Sequence[str], size: float) -> list[float]:
    """Widen columns whose head has a word that would break; the widest column gives the room."""
    widest = columns.index(max(columns))
    for place, head in enumerate(heads):
        longest = max((fonts.width(word, size, bold=True) for word in head.split()), default=0.0) + 8.5
        lacking = longest - columns[place]
        if 0 < lacking < columns[widest] / 4 and place != widest:
            columns[place] += lacking
            columns[widest] -= lacking
    return columns


def _align(column: int, right: Sequence[int]) -> look.Align:
    return "right" if column in right else "left"


def _commands(
    first: int, count: int, strong: Sequence[int], groups: Sequence[int], leads: Sequence[int]
) -> list[tuple[Any, ...]]:
    commands: list[tuple[Any, ...]] = [
        BASE,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
        ("LINEBELOW", (0, 0), (-1, -1), 0.35, look.LINE),
    ]
    if first:
        commands += [
            ("BACKGROUND", (0, 0), (-1, 0), look.HEAD),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.7, look.STRONG),
        ]
    commands += [("LINEABOVE", (0, row + first), (-1, row + first), 0.7, look.STRONG) for row in strong]
    commands += [("BACKGROUND", (0, row + first), (-1, row + first), look.SOFT) for row in groups]
    if count - first > 1:  # no row alone at the head of the next page, and none alone at the foot of this one
        commands.append(("NOSPLIT", (0, count - 2), (-1, count - 1)))
    if count - first > 3:
        commands.append(("NOSPLIT", (0, first), (-1, first + 1)))
    for row in (*groups, *leads):
        # A head stays with what it heads: the group with its first row of items, whatever heads that row in turn.
        last = row + (2 if row in groups and row + 1 in leads else 1) + first
        if last < count:
            commands.append(("NOSPLIT", (0, row + first), (-1, last)))
    return commands


def top_height(table: Table) -> float:
    """Return how high the head and the first rows of a table are: what must not part from the heading above it."""
    kept: Any = table
    rows = kept._cellvalues[: kept.repeatRows + getattr(table, "together", Grid.together)]
    return sum(
        max((_cell_height(cell, wide - 8) for cell, wide in zip(row, kept._argW, strict=True)), default=0.0) + 7 for row in rows
    )


def _cell_height(cell: Any, wide: float) -> float:
    if isinstance(cell, list | tuple):
        return sum(_cell_height(part, wide) for part in cell)
    return float(cell.wrap(wide, 1e5)[1]) if isinstance(cell, Flowable) else 10.0


def pairs(lang: str, rows: Sequence[tuple[str, Cell]], width: float, label_share: float = 0.36, size: float = 8.3) -> Table:
    """Return a two-column table of names and values, ``width`` points wide."""
    body = [
        [
            para(label, style(lang, size, colour="muted")),
            para(value, style(lang, size)) if isinstance(value, str) else value,
        ]
        for label, value in rows
    ]
    marks = TableMarks(0, row_heads=True)
    table = Grid(body, colWidths=[width * label_share, width * (1 - label_share)], hAlign="LEFT", renderCB=marks)
    table.setStyle(
        TableStyle(
            [
                BASE,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 2.2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
                ("LINEBELOW", (0, 0), (-1, -2), 0.35, look.LINE),
                *([("NOSPLIT", (0, 0), (-1, 1)), ("NOSPLIT", (0, -2), (-1, -1))] if len(body) > 3 else []),
            ]
        )
    )
    return table


def beside(left: Flowable | list[Flowable], right: Flowable | list[Flowable], left_width: float, gap: float = 14) -> Table:
    """Return two blocks side by side over the width of the page."""
    table = Table([[left, right]], colWidths=[left_width + gap, look.WIDTH - left_width - gap], hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                BASE,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (0, 0), gap),
                ("RIGHTPADDING", (1, 0), (1, 0), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table
