"""Dossiers of every shape that the arithmetic knows: policies for open items, cards, overrides, odd statements, currencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.domain.enums import Grade, ScoringKind
from app.models.domain.methodology import Methodology
from app.models.domain.rating import Override
from app.models.domain.records import CaseView
from app.models.domain.statement import Statement
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent
from app.services.methodology import builtin
from app.services.rating import rate
from app.services.ratings.inputs import input_of
from tests.services.documents import cases

D = Decimal


def dossier(case: CaseView, m: Methodology | None = None, **given: object) -> DossierContent:
    """The dossier of a case whose input is changed in ``given``."""
    m = m or builtin()
    changed = replace(input_of(case, cases.TODAY), **given)  # type: ignore[arg-type]
    return assemble(replace(cases.source(case, m), result=rate(m, changed), given=changed), "en")


def _with(change: Callable[[Statement], Statement]) -> CaseView:
    return cases.view(given=tuple(change(one) for one in cases.statements()))


def _unexplained(one: Statement) -> Statement:
    """Typed totals that hold more than their lines."""
    values = {key: value for key, value in one.values.items() if key != "oth_cl"}
    assets = sum((values[key] for key in ("cash", "notes_rec", "ar", "prepay", "oth_rec", "inv")), D(0)) + 77
    debts = sum((values[key] for key in ("st_loans", "notes_pay", "ap", "contract_l")), D(0)) + 500
    return replace(one, values={**values, "CA": assets, "CL": debts, "TA": assets + values["fa_net"] + values["intang"]})


def _totals_alone(one: Statement) -> Statement:
    kept = {key: one.values[key] for key in ("rev", "cogs", "pbt", "np", "cfo")}
    return replace(one, values={**kept, "CA": D(5000), "NCA": D(3300), "CL": D(3800), "NCL": D(600)})


def _equity_from_the_total(one: Statement) -> Statement:
    values = {key: value for key, value in one.values.items() if key not in ("paid_in", "surplus", "undist")}
    return replace(one, values={**values, "TLE": D(8300)})


def _opening(first: bool) -> CaseView:
    old, new = cases.statements()
    opened = replace(new, opening={"ar": D(1500), "inv": D(1300), "cash": D(800)})
    return cases.view(given=(old, opened) if first else (opened,))


def _units() -> CaseView:
    old, new = cases.statements()
    thousands = replace(old, unit=1000, values={key: value * 10 for key, value in old.values.items()})
    return cases.view(given=(thousands, new))


def _dollars(one: Statement) -> Statement:
    return replace(one, currency="USD", unit=1000)


def _no_interest(one: Statement) -> Statement:
    return replace(one, values={**one.values, "int_exp": D(0), "ebit": D(700)})


def _seen() -> DossierContent:
    """Warnings that have cost a notch already."""
    hits = rate(builtin(), input_of(cases.view(), cases.TODAY)).warnings
    return dossier(cases.view(), seen_warnings=tuple((hit.rule, hit.evidence) for hit in hits if hit.points)[:3])


def _trade() -> DossierContent:
    trade = next(row.key for row in builtin().trades if row.standard_set)
    return dossier(cases.view(who=cases.customer(trade=trade)), trade=trade)


def _efficacy() -> DossierContent:
    """Items scored by five published levels, and one that is not asked."""
    scored = {"E01": ("roe", D(0)), "E02": ("roa", D(20)), "E04": ("cost_profit", D(0))}
    m, items = builtin(), []
    for item in m.items:
        if item.id in scored:
            standard, floor = scored[item.id]
            item = replace(item, scoring=replace(item.scoring, kind=ScoringKind.EFFICACY, standard=standard, floor=floor))
        items.append(replace(item, asked_when="requested > 100000000") if item.id == "A10" else item)
    return dossier(cases.view(), replace(m, items=tuple(items)))


def _override(grade: Grade) -> DossierContent:
    return dossier(cases.view(), override=Override(grade, "why", date(2026, 12, 30), "officer 1", "officer 2"))


SHAPES: dict[str, Callable[[], DossierContent]] = {
    "renormalise": lambda: dossier(cases.view(), missing="renormalise"),
    "renormalise large": lambda: dossier(cases.view(profile="large"), missing="renormalise"),
    "renormalise empty": lambda: dossier(cases.view(found={}, given=()), missing="renormalise"),
    "neutral": lambda: dossier(cases.view(), missing="neutral"),
    "neutral large": lambda: dossier(cases.view(profile="large"), missing="neutral"),
    "large with areas": lambda: dossier(cases.view(profile="large"), with_areas=True),
    "own weights": lambda: dossier(cases.view(), weights={"character": D(40), "collateral": D(0)}),
    "override": lambda: _override(Grade.A),
    "override too high": lambda: _override(Grade.AAA),
    "warnings seen": _seen,
    "opening balances": lambda: dossier(_opening(True)),
    "opening balances alone": lambda: dossier(_opening(False)),
    "two units": lambda: dossier(_units()),
    "unexplained totals": lambda: dossier(_with(_unexplained)),
    "totals alone": lambda: dossier(_with(_totals_alone)),
    "equity from the total": lambda: dossier(_with(_equity_from_the_total)),
    "other currency": lambda: dossier(_with(_dollars), rates={"USD": D("7.1")}),
    "no rate": lambda: dossier(_with(_dollars)),
    "standards of the trade": _trade,
    "new customer": lambda: dossier(cases.view(), new_customer=True),
    "no interest": lambda: dossier(_with(_no_interest)),
    "five levels": _efficacy,
}
