"""From total to grade in the workbook: the band looked up, then every gate, cap and warning as a live step.

The chain is that of ``app.services.rating.grade``: band → provisional → gates → caps → completeness → warnings → override.
Rules that do not hold now stand there too, so that the grade follows when an input makes them hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from xlsxwriter.utility import xl_rowcol_to_cell

from app.models.domain.enums import Grade
from app.models.domain.methodology import Cap
from app.services.documents.xlsx.score_sheets import KNOWN, blocks_of
from app.services.documents.xlsx.sheets import INPUT, Book, Sheet
from app.services.documents.xlsx.terms import holds, quoted
from app.services.people import same_person
from app.services.rating.grade import gates_for
from app.services.rating.rate import is_rated
from app.services.rating.values import truth

_STEP, _RULE, _CEILING, _HOLDS, _NUMBER, _GRADE, _EFFECT = range(7)


@dataclass(slots=True)
class _Chain:
    """The chain while it is written: the cell of the number so far, and that number as the program has it."""

    book: Book
    sheet: Sheet
    names: str
    numbers: str
    cell: str = ""
    grade: Grade = Grade.D

    def step(self, kind: str, rule: str, ceiling: Grade | None, held: tuple[str, int] | None, text: str, after: Grade) -> None:
        """Write a step. ``held`` are formula and value of the column that says whether its rule holds."""
        sheet, w, before = self.sheet, self.book.w, self.cell
        sheet.put(_STEP, w(f"step.{kind}"))
        sheet.put(_RULE, rule)
        if ceiling is not None:
            sheet.put(_CEILING, int(ceiling), bg_color=INPUT)
        if held is not None:
            sheet.formula(_HOLDS, held[0], held[1])
        sheet.formula(_NUMBER, text, int(after))
        here = sheet.here(_NUMBER)
        name = f"INDEX({self.names},MATCH({here},{self.numbers},0))"
        sheet.formula(_GRADE, name, after.name, bold=True, font_color="#000000", align="right")
        if before:
            binds = w("step.binds") if after < self.grade else ""
            sheet.formula(_EFFECT, f'IF({here}<{before},{quoted(w("step.binds"))},"")', binds, align="left", indent=1)
        self.cell, self.grade = here, after
        sheet.row += 1


def grade_steps(book: Book, sheet: Sheet) -> None:
    """The band table, the grade of the total looked up in it, and every step after it."""
    w, s = book.w, book.content.score
    sheet.heads([w("xlsx.band"), w("head.meaning"), w("xlsx.from"), w("xlsx.index")], numbers=(2, 3))
    first = sheet.row
    for band in sorted(s.bands, key=lambda band: band.low):
        sheet.put(0, band.grade.name)
        sheet.put(1, band.label)
        sheet.put(2, band.low, "0.####", bg_color=INPUT)
        sheet.put(3, int(band.grade))
        sheet.row += 1
    last = sheet.row - 1
    names, lows, numbers = (sheet.near(column, first, last) for column in (0, 2, 3))
    sheet.row += 1
    heads = ("step", "rule", "ceiling", "met", "index", "grade", "effect")
    sheet.heads([w(f"head.{key}") for key in heads], numbers=range(_CEILING, _EFFECT))
    start = sheet.row
    chain = _Chain(book, sheet, names, numbers)
    total = book.refs["total"].split("!")[1]
    text = f"INDEX({numbers},MATCH(MAX({total},{lows.split(':')[0]}),{lows},1))"
    chain.step("band", "", None, None, text, book.base.verdict.band)
    book.refs["grade.band"] = chain.cell
    _provisional(chain)
    _gates(chain)
    _caps(chain)
    _completeness(chain)
    _warnings(chain)
    _override(chain)
    look = book.workbook.add_format({"bg_color": "#fdeec9"})
    condition = f"={xl_rowcol_to_cell(start, _HOLDS, col_abs=True)}=1"
    sheet.raw.conditional_format(start, _STEP, sheet.row - 1, _RULE, {"type": "formula", "criteria": condition, "format": look})
    assert chain.grade is book.base.verdict.final
    book.refs["grade.number"] = sheet.ref(sheet.row - 1, _NUMBER)
    book.refs["grade"] = sheet.ref(sheet.row - 1, _GRADE)
    _rated(book, sheet)


def _complete(chain: _Chain) -> str:
    return f"ROUND({chain.book.refs['completeness'].split('!')[1]},10)"


def _provisional(chain: _Chain) -> None:
    """An incomplete case does not end at D by its score."""
    book, rules = chain.book, chain.book.m.rules
    seen = book.base.seen
    held = f"IF({_complete(chain)}<{rules.provisional_below:f},1,0)"
    text = f"IF({chain.sheet.here(_HOLDS)}=1,MAX({chain.cell},{int(Grade.C)}),{chain.cell})"
    after = max(chain.grade, Grade.C) if seen.provisional else chain.grade
    rule = book.w("step.provisional_text")
    chain.step("completeness", rule, None, (held, 1 if seen.provisional else 0), text, after)


def _gates(chain: _Chain) -> None:
    """A grade whose gate is not passed is missed by one notch, and the gate of the next one is tried."""
    book, lang = chain.book, chain.book.content.lang
    reached_cell, reached = chain.cell, chain.grade
    failed = {gate.id for gate in book.base.seen.failed}
    for gate in gates_for(book.m, book.base.tally.card.key):
        after = chain.grade
        if gate.id in failed and gate.grade <= reached and chain.grade >= gate.grade:
            after = Grade(int(gate.grade) - 1)
        held = f"1-{holds(book.formulas.term(gate.when))}"
        mine = chain.sheet.here(_HOLDS)
        ceiling = chain.sheet.here(_CEILING)
        text = f"IF(AND({mine}=1,{int(gate.grade)}<={reached_cell}),MIN({chain.cell},{ceiling}),{chain.cell})"
        rule = f"{gate.id} {gate.label.get(lang)}"
        chain.step("gate", rule, Grade(int(gate.grade) - 1), (held, 1 if gate.id in failed else 0), text, after)


def _caps(chain: _Chain) -> None:
    """The lowest cap that holds counts."""
    book, lang, run = chain.book, chain.book.content.lang, chain.book.base.run
    first = chain.sheet.row
    stops = []
    for cap in book.m.caps:
        fired = truth(run.value(cap.when)) is True
        if cap.stop:
            stops.append(chain.sheet.ref(chain.sheet.row, _HOLDS))
        text = f"IF({chain.sheet.here(_HOLDS)}=1,MIN({chain.cell},{chain.sheet.here(_CEILING)}),{chain.cell})"
        held = (holds(book.formulas.term(cap.when)), 1 if fired else 0)
        after = min(chain.grade, cap.grade) if fired else chain.grade
        chain.step("cap", f"{cap.id} {cap.label.get(lang)}", cap.grade, held, text, after)
    book.refs["stop"] = f"MAX({','.join(stops)})" if stops else "0"
    book.refs["caps.first"], book.refs["caps.last"] = str(first), str(chain.sheet.row - 1)


def _completeness(chain: _Chain) -> None:
    book = chain.book
    seen = book.base.seen
    for below, highest in book.m.rules.completeness_caps:
        holds_now = seen.completeness < below
        share = book.w.t.percent(below * 100, 0)
        text = f"IF({chain.sheet.here(_HOLDS)}=1,MIN({chain.cell},{chain.sheet.here(_CEILING)}),{chain.cell})"
        after = min(chain.grade, highest) if holds_now else chain.grade
        held = (f"IF({_complete(chain)}<{below:f},1,0)", 1 if holds_now else 0)
        chain.step("completeness", book.w("step.below", share=share), highest, held, text, after)


def _warnings(chain: _Chain) -> None:
    """One notch below the result so far, but signs of trouble alone end at C."""
    book = chain.book
    need, points = book.m.rules.warning_notch_from, book.base.seen.points
    held = (f"IF({book.refs['points.fresh']}>={need},1,0)", 1 if points >= need else 0)
    after = max(chain.grade.moved(-1), min(chain.grade, Grade.C)) if points >= need else chain.grade
    down = f"MAX({chain.cell}-1,0,MIN({chain.cell},{int(Grade.C)}))"
    text = f"IF({chain.sheet.here(_HOLDS)}=1,{down},{chain.cell})"
    chain.step("warning", book.w.t.plural("documents.xlsx.points_from", need), None, held, text, after)


def _override(chain: _Chain) -> None:
    """An authorised departure from the grade, while it counts."""
    book = chain.book
    override = book.content.workings.given.override
    if override is None:
        return
    given, rules = book.content.workings.given, book.m.rules
    may = (
        bool(override.reason.strip())
        and given.as_of <= override.expires <= given.as_of + timedelta(days=rules.override_days)
        and bool(override.by.strip() and override.second_by.strip())
        and not same_person(override.by, override.second_by)
    )
    wanted = int(override.grade)
    highest = f"MIN({chain.cell}+{rules.override_up},{int(Grade.AAA)})"
    held = f"IF(AND({int(may)}=1,{book.refs['stop']}=0,{wanted}<={highest}),1,0)"
    counts = may and not book.base.verdict.stop and override.grade <= chain.grade.moved(rules.override_up)
    text = f"IF({chain.sheet.here(_HOLDS)}=1,{wanted},{chain.cell})"
    after = override.grade if counts else chain.grade
    chain.step("override", override.grade.name, None, (held, 1 if counts else 0), text, after)


def _rated(book: Book, sheet: Sheet) -> None:
    """Whether there is anything to rate: an untouched case has no grade, never D."""
    given = book.content.workings.given
    sheet.row += 1
    sheet.put(_STEP, book.w("xlsx.rated"), bold=True, text_wrap=False)
    known = _typed(book)
    something = 1 if given.statements or given.guarantees else 0
    events = _events(book, sheet)
    sheet.formula(_HOLDS, f"IF(OR({something}=1,{known},{events}),1,0)", 1 if is_rated(book.base) else 0, bold=True)
    book.refs["rated"] = sheet.ref(sheet.row, _HOLDS)
    sheet.row += 1


def _typed(book: Book) -> str:
    """True when an item that people answer is answered; what the program computes by itself is no answer."""
    scoring, row = book.sheets["scoring"], int(book.refs["scored.first"])
    rows = []
    for block in blocks_of(book):
        for item in block.items:
            if book.m.item(item).source != "expr":
                rows.append(row)
            row += 1
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return f"SUM({','.join(scoring.span(KNOWN, start, end) for start, end in runs)})>0" if runs else "FALSE"


def _events(book: Book, sheet: Sheet) -> str:
    """True when a cap holds on a fact that somebody answered."""
    first = int(book.refs["caps.first"])
    rows = [sheet.here(_HOLDS, first + place) for place, cap in enumerate(book.m.caps) if _on_facts(book, cap)]
    return f"SUM({','.join(rows)})>0" if rows else "FALSE"


def _on_facts(book: Book, cap: Cap) -> bool:
    return bool(book.base.run.compiled.reach(cap.when) & book.base.run.compiled.facts)
