"""The limit in force against what the customer owes; the overdue part is hatched, so that it tells without colour."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.widgets.chart_base import LEFT, RIGHT, Chart

_HEIGHT = 54


class LimitBar(Chart):
    """``limit`` None: none in force; ``exposure`` None: not known. Both in one currency, or ``comparable`` is False."""

    def __init__(self, ui: Ui, parent: QWidget | None = None, owed_key: str = "ui.limit.owes") -> None:
        super().__init__(ui, ui.px(_HEIGHT), parent)
        self._owed_key = owed_key
        self._limit: tuple[Decimal, str] | None = None
        self._exposure: tuple[Decimal, str] | None = None
        self._overdue = Decimal(0)
        self._frozen = False

    def set_limit(
        self, limit: tuple[Decimal, str] | None, exposure: tuple[Decimal, str] | None, overdue: Decimal, frozen: bool = False
    ) -> None:
        """Amounts with their currencies. ``frozen``: nothing may be ordered on it now."""
        self._limit, self._exposure, self._overdue, self._frozen = limit, exposure, overdue, frozen
        self.setMinimumHeight(self._ui.px(_HEIGHT))
        self.refresh()

    @property
    def comparable(self) -> bool:
        """Whether there is a share to show."""
        both = self._limit is not None and self._exposure is not None
        return both and self._limit[1] == self._exposure[1] and self._limit[0] > 0  # type: ignore[index]

    def told(self) -> tuple[str, str, str]:
        """The limit and the share that is used, over the bar; what is owed, below it."""
        ui = self._ui
        if self._limit is None:
            left = ui.t("ui.limit.none")
        else:
            amount = ui.money(self._limit[0], self._limit[1], 0)
            left = ui.t("ui.limit.frozen" if self._frozen else "ui.limit.limit", amount=amount)
        if self._exposure is None:
            return left, "", ui.t("ui.limit.unknown")
        share = ""
        if self.comparable and self._limit is not None:
            share = ui.percent(self._exposure[0] * 100 / self._limit[0], 0)
        owed = ui.t(self._owed_key, amount=ui.money(self._exposure[0], self._exposure[1], 0))
        if self._overdue > 0:
            owed += " · ⚠ " + ui.t("ui.limit.overdue", amount=ui.money(self._overdue, self._exposure[1], 0))
        return left, share, owed

    def words(self) -> str:
        return "; ".join(part for part in self.told() if part)

    def draw(self, painter: QPainter) -> None:
        line, bar = float(self._ui.px(17)), 11.0
        left, share, owed = self.told()
        room = self.width() - QFontMetricsF(self._font(12, bold=True)).horizontalAdvance(share) - 10
        painter.setFont(self._font(12))
        painter.setPen(self._ui.colour("danger" if self._frozen else "muted"))
        painter.drawText(QRectF(0, 0, room, line), LEFT, self._fitting(left, room))
        painter.setPen(self._ui.colour("danger" if self._overdue > 0 or self._over() else "muted"))
        painter.drawText(QRectF(0, line + bar + 8, self.width(), line), LEFT, owed)
        painter.setPen(self._ui.colour("danger" if self._over() else "text"))
        painter.setFont(self._font(12, bold=True))
        painter.drawText(QRectF(0, 0, self.width(), line), RIGHT, share)
        box = QRectF(0, line + 4, self.width(), bar)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ui.colour("track"))
        painter.drawRoundedRect(box, 4, 4)
        if not self.comparable or self._limit is None or self._exposure is None:
            return
        whole = max(self._limit[0], self._exposure[0])
        used = box.width() * float(self._exposure[0] / whole)
        late = box.width() * float(min(self._overdue, self._exposure[0]) / whole)
        painter.setBrush(self._ui.colour("chart.down" if self._over() else "accent"))
        painter.drawRoundedRect(QRectF(0, box.top(), max(used, 2.0), bar), 4, 4)
        if late:
            part = QRectF(used - late, box.top(), late, bar)
            painter.setBrush(self._ui.colour("chart.down"))
            painter.drawRoundedRect(part, 4, 4)
            painter.setBrush(QBrush(self._ui.colour("card"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(part, 4, 4)
        if self._over():
            edge = box.width() * float(self._limit[0] / whole)
            painter.setPen(QPen(self._ui.colour("text"), 2))
            painter.drawLine(int(edge), int(box.top() - 3), int(edge), int(box.bottom() + 3))

    def _fitting(self, left: str, room: float) -> str:
        """The words over the bar, shorter where the share would stand upon them."""
        metrics = QFontMetricsF(self._font(12))
        if metrics.horizontalAdvance(left) > room and self._frozen and self._limit is not None:
            left = self._ui.t("ui.limit.frozen_short", amount=self._ui.money(self._limit[0], self._limit[1], 0))
        return metrics.elidedText(left, Qt.TextElideMode.ElideRight, room)

    def _over(self) -> bool:
        return self.comparable and self._limit is not None and self._exposure is not None and self._exposure[0] > self._limit[0]
