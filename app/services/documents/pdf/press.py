"""What every part of the dossier is printed with: the words, the content, and shorthands for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reportlab.platypus import Flowable, Table

from app.services.documents.content import DossierContent, ItemContent
from app.services.documents.pdf import flow, look, tables
from app.services.documents.pdf.look import rich, style
from app.services.documents.pdf.notes import LONG, Notes
from app.services.documents.wording import NONE, Wording

Story = list[Flowable]


@dataclass(frozen=True, slots=True)
class Press:
    """Content and words of one dossier, with shorthands that know the language."""

    COLUMNS: ClassVar[int] = 5  # periods that fit side by side; the workbook has them all

    content: DossierContent
    w: Wording

    @property
    def lang(self) -> str:
        """The language of the paper."""
        return self.content.lang

    @property
    def sheet(self) -> look.Sheet:
        """The paper it is printed on."""
        return look.sheet_of(self.content.office.paper)

    @property
    def room(self) -> float:
        """How high the text of a page can be."""
        return self.sheet.height - look.TOP - look.BOTTOM

    def source(self, words: str) -> Story:
        """Where the figures above come from."""
        return [flow.gap(2.5), self.text(words, colour="muted", size=7.4, after=2)]

    def statements_source(self, trade: bool = True) -> str:
        """From which statements figures are computed, with their source; ``trade``: and the standards, with their marks."""
        f = self.content.finance
        period = next((row for row in f.periods if row.end == f.rated and row.months == 12), f.periods[-1] if f.periods else None)
        if period is None:
            return self.w("source.none")
        parts = [
            self.w(
                "source.statements",
                day=self.w.day(period.end),
                source=" ".join(period.source.split())[:90] or self.w("known.no_source"),
                audit=self.w("audited") if period.audited else self.w("unaudited"),
                framework=self.w(f"framework.{period.framework}"),
            )
        ]
        trades = [row.trade for row in f.ratios if row.trade is not None]
        names = list(dict.fromkeys(name for trade in trades for name in trade.sets))
        if names and trade:
            parts.append(self.w("source.trade", sets="; ".join(names)))
        return " ".join(parts)

    def part(self, number: int) -> flow.Heading:
        """The heading of a part of the outline."""
        return flow.Heading(self.w(f"part.{number}"), self.lang, 0, number)

    def section(self, key: str, **params: object) -> flow.Heading:
        """The heading of a section inside a part."""
        return flow.Heading(self.w(key, **params), self.lang, 1)

    def text(self, words: str, **kwargs: object) -> Flowable:
        """Running text."""
        return flow.text(words, self.lang, **kwargs)  # type: ignore[arg-type]

    def empty(self, key: str) -> Flowable:
        """A sentence that says plainly that something is not there."""
        return flow.text(self.w(key), self.lang, colour="muted")

    def grid(
        self, heads: Sequence[str], rows: Sequence[Sequence[tables.Cell]], widths: Sequence[float], **kwargs: object
    ) -> Table:
        """A table over the whole width; ``heads`` are catalogue keys below ``documents.head.``."""
        named = [self.w(f"head.{head}") if head else "" for head in heads]
        return tables.grid(self.lang, named, rows, widths, **kwargs)  # type: ignore[arg-type]

    def items_table(self, items: Sequence[ItemContent]) -> Story:
        """The table of answers of an area: number, item, what was found, how it is known, Y."""
        notes = Notes(self.w)
        rows = [self._item_row(item, notes) for item in items]
        return [self.grid(("no", "item", "found", "known", "y"), rows, (30, 144, 157, 137, 30), right=(4,)), *notes.story()]

    def _item_row(self, item: ItemContent, notes: Notes) -> list[tables.Cell]:
        name = f"{item.id} {item.label}"
        found = notes.short(name, self.w.found(item, self.content.case.currency))
        extras = [f"{label}: {value}" for label, value in item.details]
        for key, text in (("reason", item.reason), ("comment", item.comment), ("note", item.note)):
            extras += [self.w(f"item.{key}", text=text)] if text else []
        more = notes.short(name, "\n".join(extras), 2 * LONG)
        pieces = ((found, item.value is not None), *(((f"\n{more}", False),) if more else ()))
        if more and found == NONE:
            pieces = ((more, False),)  # a list has no value of its own
        return [
            item.id,
            item.label,
            rich(pieces, style(self.lang, 7.8)),
            notes.short(name, self.known(item)),
            self.w.score(item.scored.y) if item.scored else NONE,
        ]

    def pairs(self, rows: Sequence[tuple[str, str]], size: float = 8.3) -> Story:
        """Names and values over the whole width."""
        notes = Notes(self.w)
        shown = [(name, notes.short(name, value, 2 * LONG)) for name, value in rows]
        return [tables.pairs(self.lang, shown, look.WIDTH, 0.3, size), *notes.story()]

    def texts(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], right: Sequence[int] = ()
    ) -> Story:
        """A table whose cells hold texts that somebody typed."""
        notes = Notes(self.w)
        shown = [[notes.short(self.w(f"head.{head}"), cell) for head, cell in zip(heads, row, strict=True)] for row in rows]
        return [self.grid(heads, shown, widths, right=right), *notes.story()]

    def known(self, item: ItemContent) -> str:
        """How an answer is known: sources, as-of date, check, files."""
        if item.computed:
            periods = self.content.finance.periods
            basis = self.w("known.statements", day=self.w.day(periods[-1].end)) if periods else ""
            return self._sample(basis, item) if item.value is not None else NONE
        if item.value is None and not item.sources:
            return NONE
        parts = [", ".join(item.sources) or self.w("known.no_source")]
        if item.as_of is not None:
            parts.append(self.w("known.as_of", day=self.w.day(item.as_of)))
        parts.append(self.w.check(item.check))
        if item.evidence:
            parts.append(", ".join(item.evidence))
        return self._sample("; ".join(parts), item)

    def _sample(self, text: str, item: ItemContent) -> str:
        return f"{text}; {self.w('sample.short')}" if item.sample else text
