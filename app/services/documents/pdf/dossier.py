"""The dossier as PDF: the fourteen parts of the outline in one flowing document."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate

from app.services.documents.content import DossierContent
from app.services.documents.pdf import (
    flow,
    fonts,
    look,
    parts_cover,
    parts_end,
    parts_finance,
    parts_front,
    parts_limit,
    parts_score,
    parts_summary,
)
from app.services.documents.pdf.canvas import PaperCanvas
from app.services.documents.pdf.press import Press, Story
from app.services.documents.pdf.running import Running
from app.services.documents.wording import Wording


def render(content: DossierContent) -> bytes:
    """Return the dossier as the bytes of a PDF. Same content, same bytes."""
    fonts.register()
    press = Press(content, Wording(content.lang))
    out = BytesIO()
    sheet = press.sheet
    document = BaseDocTemplate(out, pagesize=sheet.size)
    frame = Frame(sheet.left, look.BOTTOM, look.WIDTH, press.room, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame])])
    running = Running(press)

    def make_canvas(filename: Any, **keywords: Any) -> PaperCanvas:
        return PaperCanvas(
            filename,
            title=f"{press.w('dossier.title')} — {content.customer.name}",
            subject=f"{content.origin.number}",
            lang=content.lang,
            made_at=content.origin.made_at,
            on_page=running.draw,
            **{
                key: value
                for key, value in keywords.items()
                if key not in ("invariant", "pageCompression", "lang", "initialFontName")
            },
        )

    story = _story(press)
    flow.settle(story, look.WIDTH)
    document.build(story, canvasmaker=make_canvas)
    return out.getvalue()


def _story(press: Press) -> Story:
    """Part 1 is the cover; the others follow in the order of the outline (domain.md §8.3)."""
    return [
        *parts_cover.cover(press),
        PageBreak(),
        *parts_summary.summary(press),
        *parts_front.basics(press),
        *parts_front.business(press),
        *parts_front.equipment(press),
        *parts_finance.finance(press),
        *parts_finance.banks(press),
        *parts_finance.records(press),
        *parts_score.five_c(press),
        *parts_limit.models(press),
        *parts_limit.limit(press),
        *parts_end.proposal(press),
        *parts_end.evidence(press),
        *parts_end.signatures(press),
    ]
