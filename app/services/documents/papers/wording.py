"""What a notice says, the same on paper and in the mail."""

from __future__ import annotations

from app.models.domain.enums import Grade
from app.services.documents.content import TermsContent
from app.services.documents.papers.content import NoticesContent
from app.services.documents.wording import NONE, Wording


def notice_rows(before: TermsContent | None, after: TermsContent, w: Wording) -> tuple[tuple[str, str, str], ...]:
    """Return (name, before, after) for each term of the change; the grade stands first."""
    old, new = _column(before, w), _column(after, w)
    keys = ("grade", "limit", "term", "prepayment", "security", "release")
    return tuple((w(f"terms.{key}"), old[place], new[place]) for place, key in enumerate(keys))


def _column(terms: TermsContent | None, w: Wording) -> tuple[str, ...]:
    if terms is None:
        return (NONE,) * 6
    return (
        w.grade_text(terms),
        w.money(terms.limit, terms.currency),
        w.days(terms.term_days),
        w.t.percent(terms.prepayment_pct, 0),
        terms.security,
        terms.release,
    )


def notice_text(content: NoticesContent, department: str, w: Wording) -> tuple[str, ...]:
    """Return in sentences from when on the change holds and what this department does about it."""
    level = "stop" if content.stop else "careful" if content.after.grade < Grade.BBB else "free"
    since = f"{w.day(content.effective)} {w.effect(content.effective, content.approved_at)}"
    days = {"effective": since, "review": w.day(content.next_review)}
    todo = f"papers.notice.{department}.{level}"
    return (w.t("papers.notice.effective", **days), w.t(todo))
