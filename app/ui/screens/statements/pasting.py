"""Pasting a block from Excel: with labels it finds its lines, without labels it goes where the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import UserError
from app.models.domain.methodology import Line
from app.ui.context import Ui
from app.ui.runtime.runner import Runner
from app.ui.screens.statements.model import Cells, StatementsModel

if TYPE_CHECKING:
    from app.services.registry import Services
    from app.services.statements.paste import PasteResult


def cells_of(text: str) -> list[list[str]]:
    """The cells of tab-separated text."""
    return [[cell.strip() for cell in line.split("\t")] for line in text.rstrip("\r\n").splitlines()]


def has_labels(cells: list[list[str]]) -> bool:
    """Whether the block names its lines: its first column holds words rather than amounts."""
    first = [row[0] for row in cells if any(row)]
    words = sum(any(char.isalpha() for char in cell) and sum(map(str.isdigit, cell)) * 2 < len(cell) for cell in first)
    return len(cells[0]) > 1 and words * 2 >= len(first)


def has_codes(cells: list[list[str]], lines: Sequence[Line]) -> bool:
    """Whether the block names its lines by codes of the Russian forms alone."""
    from app.services.statements.labels import LineFinder
    from app.services.statements.paste import bare_codes

    width = max(map(len, cells))
    return bare_codes([row + [""] * (width - len(row)) for row in cells], LineFinder(lines)) is not None


class Paste(QObject):
    """Takes the clipboard into the view model and says what came of it: ``done(kind of banner, text)``."""

    done = Signal(str, str)

    def __init__(self, model: StatementsModel, services: Services, runner: Runner) -> None:
        super().__init__()
        self._model, self._services, self._runner = model, services, runner
        self._ui: Ui | None = None
        self._column = 0
        self._cells: list[list[str]] = []
        self._before_after: tuple[Cells, Cells] | None = None

    @property
    def can_undo(self) -> bool:
        """Whether the last paste changed cells and was not undone."""
        return self._before_after is not None

    def undo(self) -> None:
        """Put the cells back as they were before the last paste."""
        if self._before_after is not None and self._ui is not None:
            before, after = self._before_after
            self.forget()
            self._model.put_back(before, after)
            self.done.emit("info", self._ui.t("ui.statements.undone"))

    def forget(self) -> None:
        """The last paste is not undone any more."""
        self._before_after = None

    def take(self, text: str, row: int, column: int, ui: Ui) -> None:
        """Paste ``text`` at a cell."""
        self._ui, self._column = ui, column
        self.forget()
        reading = self._model.reading
        if reading is None or not self._model.columns:
            return
        cells = cells_of(text)
        lines = [found.line for found in self._model.rows if found.line is not None]
        if has_labels(cells) or has_codes(cells, lines):
            statement = self._model.columns[column].statement
            read = partial(self._services.statements.parse_paste, unit=statement.unit, currency=statement.currency)
            self._cells = cells
            signs, rules = ui.number_lang, statement.framework
            self._runner.query(
                read, text, signs, lines, rules, done=self._read, failed=self._refused, key="statements.paste"
            )
        else:
            self._by_place(cells, row, column, ui)

    # ---------------------------------------------------------------------------------------------------------------

    def _by_place(self, cells: list[list[str]], row: int, column: int, ui: Ui) -> None:
        """Down the lines from the cursor on, over the heads of parts."""
        model = self._model
        lines = [found.line for found in model.rows[row:] if found.line is not None]
        taken, cut = [], 0
        for at, texts in enumerate(cells):
            for right, text in enumerate(texts):
                if at < len(lines) and column + right < len(model.columns):
                    taken.append((column + right, lines[at].key, text))
                elif text:
                    cut += 1
        before, bad = model.cells(), len(model.bad)
        with model.pasting():
            model.set_texts(taken, ui.number_lang)
        self._keep(before)
        self._tell(len([text for _, _, text in taken if text]), len(model.bad) - bad, cut, ())

    def _read(self, result: PasteResult) -> None:
        """Columns that name a period go to it; the others go from the cursor to the right."""
        model, ui = self._model, self._ui
        assert ui is not None
        targets = self._targets(result)
        amounts = []
        cut = 0
        for (key, index), amount in result.values.items():
            at = targets.get(index)
            if at is None:
                cut += 1
            else:
                amounts.append((at, key, amount * result.unit / model.columns[at].statement.unit))
        before = model.cells()
        with model.pasting():
            model.set_values(amounts)
            self._mark(result, targets, ui)
        self._keep(before)
        self._tell(len(amounts), len(result.problems), cut, tuple(label for _, label in result.unmatched), result)

    def _keep(self, before: Cells) -> None:
        after = self._model.cells()
        self._before_after = (before, after) if before != after else None

    def _mark(self, result: PasteResult, targets: dict[int, int], ui: Ui) -> None:
        """Cells that could not be read stand in the grid as they were pasted, with their message."""
        from app.services.statements.labels import LineFinder

        finder = LineFinder(row.line for row in self._model.rows if row.line is not None)
        marked = []
        for problem in result.problems:
            index = next((n for n, column in enumerate(result.columns) if column.column == problem.column), None)
            texts = self._cells[problem.row - 1] if problem.row <= len(self._cells) else []
            key = next((found for text in texts if (found := finder.by_code(text) or finder.by_label(text))), None)
            if key is not None and index in targets:
                marked.append((targets[index], key, problem.text))
        self._model.set_texts(marked, ui.number_lang)

    def _targets(self, result: PasteResult) -> dict[int, int]:
        model = self._model
        targets: dict[int, int] = {}
        for index, column in enumerate(result.columns):
            if column.period is not None:
                at = next((n for n, c in enumerate(model.columns) if c.statement.end == column.period.end), None)
                if at is not None:
                    targets[index] = at
            elif self._column + index < len(model.columns):
                targets[index] = self._column + index
        return targets

    def _tell(self, taken: int, bad: int, cut: int, unmatched: tuple[str, ...], result: PasteResult | None = None) -> None:
        ui = self._ui
        assert ui is not None
        parts = [ui.plural("ui.statements.pasted", taken)]
        if bad:
            parts.append(ui.plural("ui.statements.pasted_bad", bad))
        if result is not None:
            parts += [
                ui.t(
                    "ui.statements.pasted_problem", row=problem.row, column=problem.column, problem=ui.error_text(problem.error)
                )
                for problem in result.problems[:5]
            ]
        if unmatched:
            names = ", ".join(f"“{label}”" for label in unmatched[:6])
            parts.append(ui.plural("ui.statements.pasted_unknown", len(unmatched), names=names))
        if cut:
            parts.append(ui.plural("ui.statements.pasted_cut", cut))
        self.done.emit("warning" if bad or cut or unmatched else "good", "\n".join(parts))

    def _refused(self, error: UserError) -> None:
        assert self._ui is not None
        self.done.emit("danger", self._ui.error_text(error))
