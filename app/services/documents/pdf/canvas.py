"""A canvas that knows how many pages there will be, keeps bookmarks, and writes the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from app.services.documents.pdf import fonts
from app.services.documents.pdf.tags import Tags
from app.services.documents.stopping import go_on

PDF_LANGUAGE = {"en": "en", "zh": "zh-CN", "ru": "ru"}
PRODUCER = "Zixin"


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark: its title, how deep it stands, and the page (from 1) it is on."""

    title: str
    level: int
    page: int


class PaperCanvas(Canvas):
    """Holds the pages back until all are there, so that each can say "page 3 of 17".

    ``on_page(canvas, page, pages, marks)`` draws head and foot of each page when everything else stands. They are marked as
    decoration; everything else goes into the structure tree as ``tags`` is told.
    """

    _doc: Any
    _startPage: Any

    def __init__(
        self,
        filename: Any,
        *,
        title: str,
        subject: str,
        lang: str,
        made_at: datetime,
        on_page: Callable[[PaperCanvas, int, int, tuple[Mark, ...]], None],
        **keywords: Any,
    ) -> None:
        fonts.register()
        keywords |= {"invariant": 1, "pageCompression": 1, "lang": PDF_LANGUAGE.get(lang, lang), "initialFontName": fonts.REGULAR}
        super().__init__(filename, **keywords)
        self._on_page = on_page
        self._pages: list[dict[str, Any]] = []
        self._marks: list[Mark] = []
        self.tags = Tags()
        self._title, self._subject = fonts.safe(title), fonts.safe(subject)
        self._set_date(made_at)

    def _set_date(self, made_at: datetime) -> None:
        moment = made_at.astimezone(UTC) if made_at.tzinfo else made_at.replace(tzinfo=UTC)
        stamp = self._doc._timeStamp
        stamp.t = moment.timestamp()
        stamp.lt = moment.timetuple()
        stamp.YMDhms = tuple(moment.timetuple())[:6]

    def _describe(self) -> None:
        """Title and nothing else. Done last, for a document template writes its own over it."""
        self.setTitle(self._title)
        self.setSubject(self._subject)
        self.setAuthor("")
        self.setCreator(PRODUCER)
        self.setProducer(PRODUCER)
        self.setViewerPreference("DisplayDocTitle", "true")

    def mark(self, title: str, level: int) -> None:
        """Put a bookmark on the page that is being drawn."""
        self._marks.append(Mark(fonts.safe(title), level, len(self._pages) + 1))

    def showPage(self) -> None:
        """End a page; it is written when all are there."""
        go_on()
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages with their heads, feet and bookmarks."""
        marks, pages = tuple(self._marks), self._pages
        for number, state in enumerate(pages, start=1):
            go_on()
            self.__dict__.update(state)
            for place, mark in enumerate(marks):
                if mark.page == number:
                    self.bookmarkPage(f"mark-{place}")
                    self.addOutlineEntry(mark.title, f"mark-{place}", mark.level, closed=mark.level > 0)
            self._on_page(self, number, len(pages), marks)
            super().showPage()
        self.tags.write(self._doc)
        self._describe()
        if marks:
            self.showOutline()
        super().save()
