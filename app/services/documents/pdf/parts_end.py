"""Parts 12 to 14: proposal, evidence and principles, signatures."""

from __future__ import annotations

from reportlab.platypus import KeepTogether

from app.models.domain.enums import AnswerState, Severity
from app.services.documents.content import SignatureContent
from app.services.documents.glyphs import code_points, lacking, texts_of
from app.services.documents.pdf import charts_grade as charts
from app.services.documents.pdf import flow, fonts, look, tables
from app.services.documents.pdf.notes import Notes
from app.services.documents.pdf.parts_cover import legal_lines
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE

_MOST_POINTS = 24

def proposal(p: Press) -> Story:
    """Part 12: grade, limit, term, security, conditions."""
    c, w = p.content, p.w
    given, terms = c.proposal, c.proposal.terms
    story: Story = [p.part(12)]
    if not c.score.rated:
        return [*story, p.empty("not_rated.text"), *_history(p)]
    story.append(p.text(w("proposal.made") if given.proposed else w("proposal.policy")))
    rows: list[tuple[str, str]] = [
        (w("terms.grade"), w.grade_text(terms)),
        (w("terms.score"), w.score(terms.score)),
        (w("terms.limit"), w.money(terms.limit, terms.currency)),
        (w("terms.term"), w.days(terms.term_days)),
        (w("terms.prepayment"), w.t.percent(terms.prepayment_pct, 0)),
        (w("terms.security"), terms.security or NONE),
        (w("terms.release"), terms.release or NONE),
        (w("terms.review"), w.days(terms.review_days)),
        (w("proposal.effective"), w.day(given.effective)),
        (w("proposal.next_review"), w.day(given.next_review)),
        (w("proposal.valid_until"), w.day(given.valid_until)),
        (w("form.class"), w(f"change_class.{c.case.change_class.value}")),
        (w("proposal.grounds"), "; ".join(w(f"ground.{ground}") for ground in given.grounds) or NONE),
        (w("proposal.text"), given.text or NONE),
        (w("proposal.conditions"), given.conditions or NONE),
    ]
    known = [(name, value) for name, value in rows if value != NONE] if not given.proposed else rows
    return [*story, *p.pairs(known, 8.8), *_history(p)]


def _history(p: Press) -> Story:
    w, rows = p.w, p.content.history
    story: Story = [p.section("history.title")]
    if not rows:
        return [*story, p.empty("history.none")]
    if len(p.content.grades) > 1:
        points = [
            charts.GradePoint(row.at, w.day(row.at), row.grade, w.score(row.score), row.decided) for row in p.content.grades
        ]
        said = "; ".join(f"{point.day} {point.grade.name} {point.figure}" for point in points)
        chart = charts.GradeLine(points[-_MOST_POINTS:], look.WIDTH, w("alt.grades", figures=said))
        note = p.text(w("history.chart"), colour="muted", size=7.8, after=3)
        story = [KeepTogether([*story, note, chart]), flow.gap(4)]
    cells: list[list[tables.Cell]] = [
        [
            str(row.no),
            w.day(row.effective),
            w.grade(row.before),
            row.after.name,
            w.score(row.score),
            w.money(row.limit, row.currency),
            w.days(row.term_days),
            w(f"change_class.{row.change_class.value}"),
        ]
        for row in rows
    ]
    heads = ("no", "in_force", "before", "after", "score", "limit", "term", "class")
    return [*story, p.grid(heads, cells, (28, 62, 46, 46, 44, 100, 54, 120), right=(4, 5, 6), whole=len(rows) < 10)]


def evidence(p: Press) -> Story:
    """Part 13: the four principles, evidence, completeness, and what could not be verified."""
    c, w = p.content, p.w
    story: Story = [p.part(13), p.section("principles.title")]
    for row in c.principles:
        tone = {Severity.OK: "ok", Severity.NOTE: "note", Severity.PROBLEM: "problem"}[row.severity]
        story.append(p.text(f"{w(f'principle.{row.principle.value}')}: {w(f'severity.{tone}')}", bold=True, after=1.5))
        story.append(p.text(w(f"principle.{row.principle.value}.what"), colour="muted", size=7.8, after=2.5))
        found = [finding for finding in row.findings if finding.severity is not Severity.OK] or list(row.findings)
        story += flow.bullets([_finding(p, finding.text, finding.items) for finding in found], p.lang, 8.2)
        story.append(flow.gap(4))
    story += _completeness(p)
    story += _files(p)
    return [*story, *_story(p), *_origin(p)]


def _finding(p: Press, text: str, items: tuple[str, ...]) -> str:
    return f"{text} ({', '.join(items)})" if items else text


def _completeness(p: Press) -> Story:
    c, w = p.content, p.w
    rows: list[list[tables.Cell]] = [
        [
            w(f"area.{row.area.value}"),
            w("of", part=str(row.answered), whole=str(row.total)),
            str(row.verified),
            str(row.declared),
            str(row.unasked),
            str(row.unknown),
            str(row.not_applicable),
            str(row.empty),
        ]
        for row in c.verification.areas
        if row.total
    ]
    text = w(
        "evidence.completeness_text",
        completeness=w.share(c.score.completeness, 0),
        confidence=w.share(c.score.confidence, 0),
    )
    heads = ("area", "answered", "verified", "declared", "unasked", "unknown", "not_applicable", "open")
    table = p.grid(heads, rows, (124, 54, 52, 54, 54, 52, 54, 54), right=tuple(range(1, 8)), whole=True)
    return [p.section("evidence.completeness"), p.text(text), table, *_doubts(p)]


def _doubts(p: Press) -> Story:
    """What could not be verified, kind by kind, and the points that rest on it."""
    c, w = p.content, p.w
    story: Story = [p.section("evidence.unverified")]
    if c.score.rated:
        story.append(p.text(w("evidence.resting", points=w.score(c.verification.resting), score=w.score(c.score.score))))
    kinds = [(why, [row for row in c.verification.doubts if row.why == why]) for why in _DOUBTS]
    left_out = [item for item in c.items if item.state is AnswerState.NOT_APPLICABLE and not item.computed]
    for why, doubts in kinds:
        if doubts:
            listed = "; ".join(f"{row.item} {row.label}" for row in doubts)
            story.append(p.text(w(f"evidence.{why}", n=len(doubts), items=listed), size=8.2, after=3))
    if left_out:
        listed = "; ".join(f"{item.id} {item.label}" for item in left_out)
        story.append(p.text(w("evidence.not_applicable", n=len(left_out), items=listed), size=8.2, after=3))
    if not c.verification.doubts and not left_out:
        story.append(p.empty("evidence.all_verified"))
    return story


_DOUBTS = ("self_declared", "not_asked", "key_open", "unknown", "empty")


def _files(p: Press) -> Story:
    c, w = p.content, p.w
    story: Story = [p.section("evidence.files")]
    if not c.evidence:
        return [*story, p.empty("evidence.no_files")]
    rows = [
        [row.name, ", ".join(row.items) or NONE, w.moment(row.added_at), row.added_by, w.number(row.size), row.sha256]
        for row in c.evidence
    ]
    heads = ("file", "items", "added", "by", "bytes", "sha256")
    return [*story, *p.texts(heads, rows, (120, 60, 74, 64, 52, 130), right=(4,))]


def _story(p: Press) -> Story:
    """What happened, oldest first: the paper tells it as the file of the customer does."""
    w, rows = p.w, p.content.story
    story: Story = [p.section("story.title")]
    if not rows:
        return [*story, p.empty("story.none")]
    story.append(p.text(w("story.text"), colour="muted", size=7.8, after=3))
    told = [[w.day(row.day), row.text, row.who] for row in rows]
    return [*story, *p.texts(("when", "event", "person"), told, (62, 348, 90))]


def _origin(p: Press) -> Story:
    o, w = p.content.origin, p.w
    rows: list[tuple[str, tables.Cell]] = [
        (w("origin.methodology"), f"{o.methodology} {o.methodology_version}"),
        (w("origin.methodology_hash"), o.methodology_hash or NONE),
        (w("origin.input_hash"), o.input_hash or NONE),
        (w("origin.engine"), str(o.engine)),
        (w("origin.fingerprint"), o.fingerprint or w("origin.not_stored")),
    ]
    story: Story = [p.section("origin.title"), tables.pairs(p.lang, rows, look.WIDTH, 0.3, 7.8)]
    story += _legal(p)
    missing: set[str] = set()
    for words in texts_of(p.content):
        missing |= lacking(words, fonts.register())
    if missing:
        story.append(p.text(w("origin.missing_glyphs", points=code_points(missing)), colour="muted", size=7.8))
    return story


def _legal(p: Press) -> Story:
    """The whole of a legal note of one's own that is too long for the cover."""
    legal = p.content.office.legal
    if not legal or legal_lines(p)[-1] != p.w("legal.whole"):
        return []
    return [p.section("legal.title"), *(p.text(part, size=7.8, after=2) for part in legal.split("\n") if part.strip())]


def signatures(p: Press) -> Story:
    """Part 14: who stands for it."""
    notes = Notes(p.w)
    rows = [_signature(p, row, notes) for row in p.content.signatures]
    table = p.grid(("part", "name", "role", "when", "signature"), rows, (120, 110, 82, 84, 104), size=8.4)
    table.setStyle([("TOPPADDING", (0, 1), (-1, -1), 8), ("BOTTOMPADDING", (0, 1), (-1, -1), 10)])
    return [KeepTogether([p.part(14), p.text(p.w("signatures.text")), table]), *notes.story()]


def _signature(p: Press, row: SignatureContent, notes: Notes) -> list[tables.Cell]:
    w = p.w
    part = w(f"signature.{row.part}")
    if row.outcome:
        part = f"{part}: {w(f'outcome.{row.outcome}')}"
    name = notes.short(part, row.name + (f"\n{row.note}" if row.note else ""))
    return [part, name, w(f"role.{row.role.value}") if row.role else "", w.moment(row.at) if row.at else "", ""]
