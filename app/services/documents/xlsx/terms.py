"""Pieces of spreadsheet formulas that keep the rules of the program's arithmetic.

What cannot be computed is an error while a formula runs, and a word in the cell in the end: ``shown`` turns the one into
the other, so that no cell ever says #DIV/0!. Comparisons look at figures rounded to ten decimals: a spreadsheet counts in
binary fractions, in which 1.1 / 1 - 1 is more than 0.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

COMPARE, SUM, PRODUCT, ATOM = 1, 2, 3, 5
_LONGEST = 250  # a text inside a formula holds 255 characters


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a formula.

    ``kind``: "num", "bool", "word". ``soft``: a cell that may hold words in place of a number. ``sure``: cannot become
    an error. ``gap``: cannot be computed as things stand.
    """

    text: str
    rank: int = ATOM
    kind: str = "num"
    soft: bool = False
    sure: bool = False
    gap: bool = False
    constant: bool = False


GAP = Term("NA()", gap=True)


def number(value: Decimal | int) -> Term:
    """A number as it is written in formulas."""
    text = f"{Decimal(value):f}"
    return Term(text, SUM if text.startswith("-") else ATOM, sure=True, constant=True)


def word(text: str) -> Term:
    """A text inside a formula."""
    return Term(quoted(text), kind="word", sure=True)


def quoted(text: str) -> str:
    """``text`` between quotes, in which nothing can end the quotes."""
    return '"' + text[:_LONGEST].replace('"', '""') + '"'


def cell(ref: str, *, soft: bool = False) -> Term:
    """A cell with a number in it, or with ``soft`` perhaps words."""
    return Term(ref, soft=soft, sure=not soft)


def entry(ref: str, *, filled: bool) -> Term:
    """A cell that somebody may fill in: nothing can be computed from it while it holds no number."""
    return Term(f"IF(ISNUMBER({ref}),{ref},NA())", gap=not filled)


def inside(term: Term, rank: int) -> str:
    """``term`` as a part of something that binds as strongly as ``rank``."""
    return term.text if term.rank >= rank else f"({term.text})"


def strict(term: Term) -> Term:
    """``term`` where words must become an error: arguments of functions skip them otherwise."""
    if term.kind == "bool":
        return Term(f"IF({term.text},1,0)", sure=term.sure, gap=term.gap)
    return Term(f"{term.text}+0", SUM, gap=term.gap) if term.soft else term


def arithmetic(left: Term, sign: str, right: Term) -> Term:
    """``left`` and ``right`` added, subtracted, multiplied or divided."""
    rank = SUM if sign in "+-" else PRODUCT
    stronger = rank + 1 if sign in "-/" else rank
    text = f"{inside(left, rank)}{sign}{inside(right, stronger)}"
    sure = left.sure and right.sure and (sign != "/" or (right.constant and right.text.strip("0.") != ""))
    return Term(text, rank, sure=sure and left.kind == right.kind == "num", gap=left.gap or right.gap)


def negative(term: Term) -> Term:
    """``-term``."""
    return Term(f"-{inside(term, ATOM)}", SUM, sure=term.sure, gap=term.gap)


def rounded(term: Term) -> Term:
    """``term`` as comparisons look at it."""
    if term.constant:
        return term
    plain = strict(term) if term.kind == "bool" else term
    return Term(f"ROUND({plain.text},10)", sure=term.sure and not term.soft, gap=term.gap)


def compared(parts: Sequence[Term], signs: Sequence[str]) -> Term:
    """``parts`` compared one after the other."""
    sides = [rounded(part) for part in parts]
    gap, sure = any(side.gap for side in sides), all(side.sure for side in sides)
    steps = [f"{sides[place].text}{sign}{sides[place + 1].text}" for place, sign in enumerate(signs)]
    if len(steps) == 1:
        return Term(steps[0], COMPARE, "bool", sure=sure, gap=gap)
    return Term(f"AND({','.join(steps)})", kind="bool", sure=sure, gap=gap)


def truth(term: Term) -> Term:
    """``term`` as yes or no: a number is yes unless it is 0."""
    return term if term.kind == "bool" else compared((term, number(0)), ("<>",))


def logic(parts: Sequence[Term], *, either: bool) -> Term:
    """Parts joined by "or" or "and": one side may decide although another cannot be computed."""
    sides = [truth(part) for part in parts]
    name = "OR" if either else "AND"
    plain = f"{name}({','.join(side.text for side in sides)})"
    sure = all(side.sure for side in sides)
    gap = any(side.gap for side in sides)
    if sure:
        return Term(plain, kind="bool", sure=True, gap=gap)
    decided = "TRUE" if either else "FALSE"
    instead = "FALSE" if either else "TRUE"
    known = [side.text if side.sure else f"IFERROR({side.text},{instead})" for side in sides]
    if either:
        return Term(f"IF(OR({','.join(known)}),{decided},{plain})", kind="bool", gap=gap)
    return Term(f"IF(AND({','.join(known)}),{plain},{decided})", kind="bool", gap=gap)


def holds(term: Term) -> str:
    """1 where ``term`` is true, 0 where it is not or cannot be told."""
    side = truth(term)
    return f"IF({side.text},1,0)" if side.sure else f"IFERROR(IF({side.text},1,0),0)"


def shown(term: Term, instead: str) -> str:
    """The formula of a cell: the value, or the words ``instead`` where there is none."""
    if term.sure:
        return term.text
    return f"IFERROR({strict(term).text},{quoted(instead)})"
