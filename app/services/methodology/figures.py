"""Reading what is computed from statements: lines, integrity checks, ratios, models, standards, trades, limit methods."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import ValueKind
from app.models.domain.methodology import (
    Fact,
    IntegrityCheck,
    LimitMethod,
    Line,
    Model,
    Ratio,
    StandardSet,
    StandardValue,
    Trade,
    Zone,
)
from app.services.methodology.reader import Row, plain

LEVELS = ("excellent", "good", "average", "low", "poor")


def read_line(row: Row) -> Line:
    line = Line(
        key=row.text("key"),
        label=row.labels("label"),
        side=row.text("side"),
        cas=row.text("cas", ""),
        rsbu=row.text("rsbu", ""),
        sum=row.optional("sum"),
        typed=row.flag("typed", True),
        negative=row.flag("negative"),
        blank_zero=row.flag("blank_zero", True),
        residual=row.text("residual", ""),
    )
    row.close()
    return line


def read_check(row: Row) -> IntegrityCheck:
    check = IntegrityCheck(
        row.text("key"),
        row.labels("label"),
        row.text("left"),
        row.text("right"),
        row.number("tolerance"),
        row.text("severity"),
    )
    row.close()
    return check


def read_ratio(row: Row) -> Ratio:
    ratio = Ratio(row.text("key"), row.labels("label"), row.text("formula"), row.text("unit"), row.integer("places"))
    row.close()
    return ratio


def read_model(row: Row) -> Model:
    model = Model(
        key=row.text("key"),
        label=row.labels("label"),
        variables=tuple(_variable(part) for part in row.rows("variables", "name")),
        formula=row.text("formula"),
        zones=tuple(_zone(part) for part in row.rows("zones")),
        origin=row.text("origin"),
        less=row.flag("less"),
    )
    row.close()
    return model


def _variable(row: Row) -> tuple[str, str]:
    variable = row.text("name"), row.text("formula")
    row.close()
    return variable


def _zone(row: Row) -> Zone:
    zone = Zone(row.text("key"), row.as_labels(), row.optional_number("low"), row.text("tone"), row.flag("above"))
    row.close()
    return zone


def read_standard_set(row: Row) -> StandardSet:
    """A set of standard values: per indicator the five levels, best first ("" = not published), or one acceptable value."""
    less = row.words("less")
    found = StandardSet(
        key=row.text("key"),
        label=row.labels("label"),
        trade=row.text("trade", ""),
        year=row.integer("year") if row.has("year") else None,
        kind=row.text("kind"),
        values=tuple(_standard(row, part, less) for part in sorted(row.row("values").data)),
        origin=row.text("origin"),
    )
    row.close()
    return found


def _standard(row: Row, indicator: str, less: tuple[str, ...]) -> StandardValue:
    value = row.row("values").data[indicator]
    if type(value) in (int, Decimal):
        nothing = (None, None, None, None, None)
        return StandardValue(indicator, nothing, indicator in less, plain(Decimal(value)))
    if not isinstance(value, list) or len(value) != len(LEVELS):
        row.fault("not_five_levels", f"values {indicator}")
        value = [""] * len(LEVELS)
    levels = [plain(Decimal(part)) if type(part) in (int, Decimal) else None for part in value]
    return StandardValue(indicator, (levels[0], levels[1], levels[2], levels[3], levels[4]), indicator in less)


def read_trade(row: Row) -> Trade:
    trade = Trade(
        key=row.text("key"),
        label=row.labels("label"),
        gbt=row.text("gbt"),
        okved=row.text("okved"),
        nace=row.text("nace"),
        standard_set=row.optional("standard_set"),
    )
    row.close()
    return trade


def read_limit(row: Row) -> LimitMethod:
    parameters = row.row("parameters") if row.has("parameters") else None
    method = LimitMethod(
        id=row.text("id"),
        label=row.labels("label"),
        amount=row.text("amount"),
        basis=row.labels("basis"),
        binding=row.flag("binding"),
        on=row.flag("on"),
        round_to=row.number("round_to"),
        parameters=tuple((name, parameters.number(name)) for name in sorted(parameters.data)) if parameters else (),
        origin=row.text("origin"),
        table=_table(row),
    )
    row.close()
    return method


def _table(row: Row) -> tuple[tuple[Decimal, Decimal], ...]:
    table = []
    for pair in row.raw("table") or []:
        if not isinstance(pair, list) or len(pair) != 2 or not all(type(part) in (int, Decimal) for part in pair):
            row.fault("not_a_list", "table")
            return ()
        table.append((plain(Decimal(pair[0])), plain(Decimal(pair[1]))))
    return tuple(table)


def read_fact(row: Row) -> Fact:
    fact = Fact(row.text("id"), row.labels("label"), row.member("kind", ValueKind), row.text("unit", ""), row.text("group"))
    row.close()
    return fact
