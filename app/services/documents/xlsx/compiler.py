"""Expressions of the methodology as live spreadsheet formulas.

The same notation that the rating evaluates (``app.services.rating.expressions``) is written out over the cells of the
workbook, name by name and function by function, with the same answer where a part cannot be computed. What only the shape
of the case decides (which years there are, which balances lack an opening value) is decided here once.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.services.documents.xlsx.places import Lines, Places, Year
from app.services.documents.xlsx.terms import (
    GAP,
    PRODUCT,
    SUM,
    Term,
    arithmetic,
    cell,
    compared,
    entry,
    inside,
    logic,
    negative,
    number,
    rounded,
    strict,
    truth,
    word,
)
from app.services.rating.expressions import functions_in, names_in
from app.services.rating.run import Run
from app.services.rating.values import Gap, Scope
from app.services.rating.values import number as as_number

_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "=",
    ast.NotEq: "<>",
}
_MILLION = Decimal(1000000)
Rows = tuple[tuple[Decimal, Decimal], ...]


@dataclass(slots=True)
class _At:
    """Where an expression stands; ``lacked`` becomes True when an average had no opening value."""

    year: Year | None
    closing: bool
    local: Mapping[str, Term]
    rows: Rows
    run: Run
    lacked: bool = False


class Compiler:
    """Writes expressions of one methodology for one customer."""

    def __init__(self, run: Run, places: Places, lines: Lines, words: Mapping[str, str]) -> None:
        self.run = run
        self.places = places
        self.lines = lines
        self.words = words  # what "full" and "zero" are called in the workbook
        self.newest: Year | None = None

    def term(
        self,
        text: str,
        year: Year | None = None,
        local: Mapping[str, Term] | None = None,
        rows: Rows = (),
        run: Run | None = None,
        nowhere: bool = False,
    ) -> Term:
        """``text`` at ``year`` (default: the newest, with ``nowhere`` without any statement), on closing balances in both years
        where the program does so."""
        at = _At(None if nowhere else year or self.newest, False, local or {}, rows, run or self.run)
        root = _parsed(text)
        found = self._build(root, at)
        if at.lacked and self.run.compiled.compares(text):
            return self._build(root, replace(at, closing=True))
        return found

    def _build(self, node: ast.expr, at: _At) -> Term:
        match node:
            case ast.Constant(value=str() as text):
                return word(self.words.get(text, text))
            case ast.Constant():
                return number(Decimal(ast.unparse(node)))
            case ast.Name(id=name):
                return self._name(name, at)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return negative(self._build(operand, at))
            case ast.UnaryOp(operand=operand):
                side = truth(self._build(operand, at))
                return Term(f"NOT({side.text})", kind="bool", sure=side.sure, gap=side.gap)
            case ast.BinOp(left=left, op=op, right=right):
                return arithmetic(self._build(left, at), _SIGNS[type(op)], self._build(right, at))
            case ast.BoolOp(op=op, values=parts):
                return logic([self._build(part, at) for part in parts], either=isinstance(op, ast.Or))
            case ast.Compare(left=left, ops=ops, comparators=rest):
                return compared([self._build(part, at) for part in (left, *rest)], [_SIGNS[type(op)] for op in ops])
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, at)
        return GAP

    # --- names ----------------------------------------------------------------------------------------------------

    def _name(self, name: str, at: _At) -> Term:
        known = self.run.compiled
        if name in at.local:
            return at.local[name]
        if name in known.lines:
            return at.year.lines.get(name, GAP) if at.year is not None else GAP
        if name in known.ratios:
            return self._ratio(name, at)
        if name in known.items:
            return self._x(name)
        if name.startswith("y_") and name[2:] in known.items:
            ref = self.places.ys.get(name[2:])
            return cell(ref, soft=True) if ref is not None else self._fixed(self.run.y_value(name[2:]))
        if name in known.facts:
            return self._filled(self.places.facts.get(name), name)
        if name in known.models:
            return self._of_model(self.places.models, name, at)
        if name.startswith("zone_") and name[5:] in known.models:
            return self._of_model(self.places.zones, name[5:], at)
        return self._special(name, at)

    def _ratio(self, name: str, at: _At) -> Term:
        if at.year is None:
            return GAP
        inner = replace(at, local={}, lacked=False)
        written = self._build(_parsed(self.run.compiled.ratios[name]), inner)
        at.lacked = at.lacked or inner.lacked
        ref = self.places.ratios.get((name, at.year.column)) if at.year.column is not None else None
        if ref is None or (at.closing and "avg" in self._functions(name)) or not self._alike(name, at.year):
            return written
        return cell(ref, soft=True)

    def _alike(self, ratio: str, year: Year) -> bool:
        """Whether the ratio says the same in this unit as where it stands in the workbook: most are no amounts."""
        if year.own:
            return True
        table = self.run.table
        while table is not None and table.end != year.table.end:
            table = table.previous
        if table is None:
            return False
        here, there = (self.run.ratio_at(ratio, one)[0] for one in (year.table, table))
        if isinstance(here, Gap) or isinstance(there, Gap):
            return isinstance(here, Gap) and isinstance(there, Gap)
        return as_number(here) == as_number(there)

    def _functions(self, ratio: str) -> frozenset[str]:
        """The functions behind a ratio."""
        text = self.run.compiled.ratios[ratio]
        inner = [self._functions(name) for name in names_in(text) if name in self.run.compiled.ratios and name != ratio]
        return functions_in(text).union(*inner)

    def _x(self, name: str) -> Term:
        ref = self.places.xs.get(name)
        if ref is not None:
            return cell(ref, soft=True)
        item = self.run.compiled.items[name]
        typed = self._filled(self.places.answers.get(name), name)
        if item.source == "answer" or item.formula is None:
            return typed
        found = self.term(item.formula)
        if item.source == "either":
            return Term(f"IFERROR({strict(found).text},{typed.text})", gap=found.gap and typed.gap)
        return found

    def _filled(self, ref: str | None, name: str) -> Term:
        if ref is None:
            return GAP
        answer = self.run.input.answers.get(name)
        return entry(ref, filled=answer is not None and answer.value is not None)

    @staticmethod
    def _of_model(cells: Mapping[tuple[str, int], str], name: str, at: _At) -> Term:
        column = at.year.column if at.year is not None else None
        ref = cells.get((name, column)) if column is not None else None
        return GAP if ref is None else cell(ref, soft=True)

    def _special(self, name: str, at: _At) -> Term:
        if name in self.places.specials:
            return self.places.specials[name]
        if name in at.run.settled or name in ("n_years", "days_basis", "unit"):
            return self._fixed(at.run.special(name))
        if name == "new_customer":
            return Term(str(self.run.input.new_customer).upper(), kind="bool", sure=True)
        return GAP

    @staticmethod
    def _fixed(value: object) -> Term:
        return number(value) if isinstance(value, Decimal) else GAP

    # --- functions ------------------------------------------------------------------------------------------------

    def _call(self, name: str, args: list[ast.expr], at: _At) -> Term:
        match name:
            case "avg":
                return self._average(args[0], at)
            case "prev":
                return self._earlier(args[0], at)
            case "growth":
                return self._growth(args[0], at)
            case "fact" | "known":
                return self._asked(name, args[0], at)
            case "iff":
                return self._choice(args, at)
            case "std" | "item_rows_median":
                first, second = (str(part.value) if isinstance(part, ast.Constant) else "" for part in args)
                return self._fixed(self.run.std(first, second) if name == "std" else self.run.rows_median(first, second))
            case "guarantee_cover":
                return self.places.specials.get("guarantee_cover", GAP)
            case "usd":
                return self._usd(args[0], at)
        terms = [self._build(part, at) for part in args]
        gap = any(term.gap for term in terms)
        sure = all(term.sure for term in terms)
        match name:
            case "default":
                wanted, instead = terms
                return wanted if wanted.sure else Term(f"IFERROR({strict(wanted).text},{instead.text})", soft=instead.soft)
            case "min" | "max":
                return Term(f"{name.upper()}({','.join(strict(term).text for term in terms)})", sure=sure, gap=gap)
            case "abs":
                return Term(f"ABS({terms[0].text})", sure=sure, gap=gap)
            case "ln":
                return Term(f"LN({terms[0].text})", gap=gap)
            case "cat":
                x, high, low = (rounded(term).text for term in terms)
                return Term(f"IF({x}>={high},1,IF({x}>={low},2,3))", gap=gap)
            case "table":
                return _looked_up(terms[0], at.rows)
        return GAP

    def _average(self, inner: ast.expr, at: _At) -> Term:
        now = self._build(inner, at)
        if at.closing or now.gap:
            return now
        opening = at.year.opening if at.year is not None else None
        if opening is None or isinstance(self._figure(inner, opening), Gap):
            at.lacked = True
            return now
        then = self._build(inner, replace(at, year=opening))
        return Term(f"({inside(then, SUM)}+{inside(now, SUM)})/2", PRODUCT, sure=then.sure and now.sure)

    def _figure(self, inner: ast.expr, year: Year) -> object:
        """What the program makes of an expression at another year."""
        return as_number(self.run.compiled.closure(ast.unparse(inner))(Scope(self.run, year.table)))

    def _earlier(self, inner: ast.expr, at: _At) -> Term:
        before = None if at.year is None else at.year.previous or at.year.opening
        if before is None:
            return GAP
        there = replace(at, year=before, lacked=False)
        found = self._build(inner, there)
        at.lacked = at.lacked or there.lacked
        return found

    def _growth(self, inner: ast.expr, at: _At) -> Term:
        now, before = self._build(inner, at), self._earlier(inner, at)
        base = compared((before, number(0)), (">",))
        grown = arithmetic(arithmetic(now, "/", before), "-", number(1))
        return Term(f"IF({base.text},{grown.text},NA())", gap=now.gap or before.gap)

    def _asked(self, name: str, inner: ast.expr, at: _At) -> Term:
        """fact(): ticked or above 0; known(): there is a figure. What nobody answered is neither."""
        ref = self._entry_of(inner)
        if ref is not None:
            return Term(f"N({ref})>0" if name == "fact" else f"ISNUMBER({ref})", 1, "bool", sure=True)
        term = self._build(inner, at)
        if name == "known":
            return Term(f"ISNUMBER({term.text})", kind="bool", sure=True)
        return Term(f"IFERROR({rounded(term).text}>0,FALSE)", kind="bool", sure=True)

    def _entry_of(self, inner: ast.expr) -> str | None:
        if not isinstance(inner, ast.Name):
            return None
        return self.places.facts.get(inner.id)

    def _choice(self, args: list[ast.expr], at: _At) -> Term:
        condition = truth(self._build(args[0], at))
        yes, no = (self._build(part, at) for part in args[1:])
        words = "word" in (yes.kind, no.kind)
        return Term(
            f"IF({condition.text},{yes.text},{no.text})",
            kind="word" if yes.kind == no.kind == "word" else "num",
            soft=words or yes.soft or no.soft,
            sure=condition.sure and yes.sure and no.sure,
            gap=condition.gap,
        )

    def _usd(self, inner: ast.expr, at: _At) -> Term:
        if at.year is None:
            return GAP
        rate = self.run.rate(at.year.table.currency, "USD")
        if isinstance(rate, Gap):
            return GAP
        return arithmetic(self._build(inner, at), "*", number((at.year.table.unit * rate / _MILLION).normalize()))


def _looked_up(term: Term, rows: Rows) -> Term:
    """The entry beside the largest lower border; the first row serves everything below it."""
    if not rows:
        return GAP
    ordered = sorted(rows)
    borders, entries = (",".join(f"{row[place]:f}" for row in ordered) for place in (0, 1))
    return Term(f"LOOKUP(MAX({rounded(term).text},{ordered[0][0]:f}),{{{borders}}},{{{entries}}})", gap=term.gap)


def _parsed(text: str) -> ast.expr:
    return ast.parse(" ".join(text.split()), mode="eval").body

