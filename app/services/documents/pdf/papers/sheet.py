"""What these papers share: the page with head and foot, and words from their own family of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from app.models.domain.enums import Grade
from app.services.documents.content import Shown
from app.services.documents.papers.content import PaperHead
from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.canvas import Mark, PaperCanvas
from app.services.documents.pdf.look import para, style
from app.services.documents.wording import Wording

Story = list[Flowable]

_LONG_NAME = 160
_HEAD, _FOOT = 13.5 * look.mm, 10.5 * look.mm


class Words(Wording):
    """The words of papers: ``p`` those of this family, the call itself those shared with the dossier."""

    def p(self, key: str, /, **params: object) -> str:
        """The catalogue text ``papers.<key>``."""
        return self.t(f"papers.{key}", **params)

    def many(self, key: str, n: int, /, **params: object) -> str:
        """The form of ``papers.<key>`` for ``n``."""
        return self.t.plural(f"papers.{key}", n, **params)

    def brief(self, value: Shown, unit: str) -> str:
        """A found value as it is told in passing: figures with at most two decimals."""
        return self.shown(round(value, 2) if isinstance(value, Decimal) else value, unit)

    def listed(self, name: str, sample: bool) -> str:
        """The name of a customer in a list: very long ones end at the file, the sample is named so."""
        shown = name if len(name) <= _LONG_NAME else f"{name[:_LONG_NAME]}… {self.p('see_file')}"
        return f"{shown}  ({self('sample.short')})" if sample else shown

    def graded(self, grade: Grade, provisional: bool) -> str:
        """A grade, with the word for provisional."""
        return self("provisional_grade", grade=grade.name) if provisional else grade.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """Title and running lines of a paper.

    ``first``: whether the first page has the running head, too. ``own``: whether the lines of the settings stand there; they
    are for papers that stay in the house.
    """

    head: PaperHead
    title: str
    subject: str = ""
    foot: str = ""
    first: bool = True
    own: bool = True

    @property
    def paper(self) -> look.Sheet:
        """The sheet it is printed on, as the settings say."""
        return look.sheet_of(self.head.office.paper)

    @property
    def room(self) -> float:
        """The height of the text on a page."""
        return self.paper.height - look.TOP - look.BOTTOM

    @property
    def w(self) -> Words:
        """The words of its language."""
        return Words(self.head.lang)

    def heading(self, below: str = "") -> Story:
        """The title of the paper with the own company over it and a line below."""
        lang = self.head.lang
        story: Story = []
        if self.head.office.name:
            story.append(para(self.head.office.name, style(lang, 9, colour="muted", after=2)))
        story.append(para(self.title, style(lang, 17, bold=True, colour="accent", after=3 if below else 8), "H1"))
        if below:
            story.append(para(below, style(lang, 9, colour="muted", after=8)))
        return story

    def pdf(self, story: Sequence[Flowable]) -> bytes:
        """Return the paper as the bytes of a PDF. Same content, same bytes."""
        fonts.register()
        out = BytesIO()
        document = BaseDocTemplate(out, pagesize=self.paper.size)
        frame = Frame(self.paper.left, look.BOTTOM, look.WIDTH, self.room, 0, 0, 0, 0)
        document.addPageTemplates([PageTemplate("page", [frame])])
        document.build(list(story), canvasmaker=self._canvas)
        return out.getvalue()

    def _canvas(self, filename: Any, **keywords: Any) -> PaperCanvas:
        return self.canvas(filename)

    def canvas(self, filename: Any) -> PaperCanvas:
        """Return a canvas that knows title, language and moment of the paper."""
        return PaperCanvas(
            filename,
            title=self.title,
            subject=self.subject,
            lang=self.head.lang,
            made_at=self.head.made_at,
            on_page=self.running,
            pagesize=self.paper.size,
        )

    def running(self, canvas: PaperCanvas, page: int, pages: int, marks: tuple[Mark, ...]) -> None:
        """Draw head and foot of a page."""
        with canvas.tags.artifact(canvas):
            self._running(canvas, page, pages)

    def _running(self, canvas: PaperCanvas, page: int, pages: int) -> None:
        w, left, right, top = self.w, self.paper.left, self.paper.right, self.paper.height - _HEAD
        canvas.setFont(fonts.REGULAR, 7)
        canvas.setFillColor(look.MUTED)
        taken = 0.0
        if self.head.sample:
            mark = fonts.safe(w("sample.mark"))
            canvas.setFillColor(look.WARN)
            canvas.setFont(fonts.BOLD, 7)
            canvas.drawRightString(right, top, mark)
            taken = fonts.width(mark, 7, bold=True) + 14
            canvas.setFillColor(look.MUTED)
            canvas.setFont(fonts.REGULAR, 7)
        if page > 1 or self.first:
            parts = (self.title, self.subject, (self.own and self.head.office.head) or self.head.office.name)
            canvas.drawString(left, top, fonts.headed(parts, 7, look.WIDTH - taken))
        number = w("foot.page", page=page, pages=pages) if pages > 1 or self.first else ""
        canvas.drawRightString(right, _FOOT, number)
        feet = (self.foot, self.head.office.foot if self.own else "")
        foot = fonts.safe("   ·   ".join(part for part in feet if part)).replace("\n", " ")
        canvas.drawString(left, _FOOT, fonts.trimmed(foot, 7, look.WIDTH - fonts.width(number, 7) - 12))
