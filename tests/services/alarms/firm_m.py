"""Company M of domain.md §11.3, in 10,000 CNY: good figures for an eye that does not read between the lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.models.domain.statement import Framework, Statement

BEFORE = {
    "cash": "900", "notes_rec": "100", "ar": "1600", "prepay": "100", "oth_rec": "120", "inv": "1400", "fa_net": "3000",
    "intang": "320", "st_loans": "900", "notes_pay": "200", "ap": "1300", "contract_l": "150", "oth_cl": "490",
    "lt_loans": "700", "paid_in": "2000", "surplus": "600", "undist": "1200", "rev": "11000", "cogs": "8910", "tax_sur": "55",
    "sell": "660", "adm": "560", "int_exp": "100", "pbt": "715", "tax": "178.75", "np": "536.25", "dep": "290", "cfo": "500",
}
AFTER = {
    "cash": "800", "notes_rec": "300", "ar": "2000", "prepay": "100", "oth_rec": "200", "inv": "1600", "fa_net": "3000",
    "intang": "300", "st_loans": "1200", "notes_pay": "500", "ap": "1500", "contract_l": "100", "oth_cl": "500",
    "lt_loans": "600", "paid_in": "2000", "surplus": "600", "undist": "1300", "rev": "12000", "cogs": "9840", "tax_sur": "60",
    "sell": "720", "adm": "600", "int_exp": "120", "pbt": "660", "tax": "165", "np": "495", "dep": "300", "cfo": "250",
}
COLOURS = {
    "W01": "amber", "W02": "amber", "W03": "amber", "W07": "red", "W08": "red", "W09": "red", "W10": "red", "W16": "amber",
}
"""What §11.3 computes by hand: 4 amber and 4 red, 16 points."""


def year(end: int, values: dict[str, str]) -> Statement:
    return Statement(
        date(end, 12, 31), Framework.CAS, "CNY", 10_000, {key: Decimal(value) for key, value in values.items()}, audited=True
    )
