"""Parts 12 to 14: proposal, evidence and principles, signatures."""

from __future__ import annotations

from reportlab.platypus import KeepTogether

from app.models.domain.enums import AnswerState, CheckState, Severity
from app.services.documents.content import SignatureContent
from app.services.documents.glyphs import code_points, lacking, texts_of
from app.services.documents.pdf import flow, fonts, look, tables
from app.services.documents.pdf.notes import Notes
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE


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
    return [*story, *p.pairs(rows, 8.8), *_history(p)]


def _history(p: Press) -> Story:
    w, rows = p.w, p.content.history
    story: Story = [p.section("history.title")]
    if not rows:
        return [*story, p.empty("history.none")]
    cells: list[list[tables.Cell]] = [
        [
            str(row.no),
            w.day(row.at),
            w.grade(row.before),
            row.after.name,
            w.score(row.score),
            w(f"change_class.{row.change_class.value}"),
        ]
        for row in rows
    ]
    return [*story, p.grid(("no", "date", "before", "after", "score", "class"), cells, (40, 90, 70, 70, 70, 160), right=(4,))]


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
    return [*story, *_origin(p)]


def _finding(p: Press, text: str, items: tuple[str, ...]) -> str:
    return f"{text} ({', '.join(items)})" if items else text


def _completeness(p: Press) -> Story:
    c, w = p.content, p.w
    rows: list[list[tables.Cell]] = []
    for area in c.areas:
        found = [item for item in area.items if item.state is AnswerState.VALUE and not item.computed]
        weak = sum(1 for item in found if item.check in (CheckState.NOT_ASKED, CheckState.SELF_DECLARED))
        rows.append(
            [
                w(f"area.{area.area.value}"),
                w("of", part=str(area.answered), whole=str(area.total)),
                str(len(found) - weak),
                str(weak),
            ]
        )
    story: Story = [
        p.section("evidence.completeness"),
        p.text(
            w(
                "evidence.completeness_text",
                completeness=w.share(c.score.completeness, 0),
                confidence=w.share(c.score.confidence, 0),
            )
        ),
        p.grid(("area", "answered", "verified", "unverified"), rows, (230, 90, 90, 90), right=(1, 2, 3)),
        p.section("evidence.unverified"),
    ]
    items = [item for item in c.items if not item.computed]
    for key, chosen in (
        (
            "evidence.self_declared",
            [i for i in items if i.state is AnswerState.VALUE and i.check in (CheckState.NOT_ASKED, CheckState.SELF_DECLARED)],
        ),
        ("evidence.unknown", [i for i in items if i.state is AnswerState.UNKNOWN]),
        ("evidence.open", [i for i in items if i.state is AnswerState.EMPTY]),
        ("evidence.not_applicable", [i for i in items if i.state is AnswerState.NOT_APPLICABLE]),
    ):
        if chosen:
            listed = "; ".join(f"{item.id} {item.label}" for item in chosen)
            story.append(p.text(w(key, n=len(chosen), items=listed), size=8.2, after=3))
    return story


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
    missing: set[str] = set()
    for words in texts_of(p.content):
        missing |= lacking(words, fonts.register())
    if missing:
        story.append(p.text(w("origin.missing_glyphs", points=code_points(missing)), colour="muted", size=7.8))
    return story


def signatures(p: Press) -> Story:
    """Part 14: who stands for it."""
    notes = Notes(p.w)
    rows = [_signature(p, row, notes) for row in p.content.signatures]
    table = p.grid(("part", "name", "role", "when", "signature"), rows, (105, 95, 85, 95, 120), size=8.4)
    table.setStyle([("TOPPADDING", (0, 1), (-1, -1), 9), ("BOTTOMPADDING", (0, 1), (-1, -1), 14)])
    return [KeepTogether([p.part(14), p.text(p.w("signatures.text")), table]), *notes.story()]


def _signature(p: Press, row: SignatureContent, notes: Notes) -> list[tables.Cell]:
    w = p.w
    part = w(f"signature.{row.part}")
    if row.outcome:
        part = f"{part}: {w(f'outcome.{row.outcome}')}"
    name = notes.short(part, row.name + (f"\n{row.note}" if row.note else ""))
    return [part, name, w(f"role.{row.role.value}") if row.role else "", w.moment(row.at) if row.at else "", ""]
