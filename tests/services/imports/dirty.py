"""Files as they come, with faults planted in them: what was planted, where, and what the other cells hold.

A file is made from a seed: its language, kind (register or ledger), form (workbook or text in some encoding) and faults. Each
fault stands in a row of its own, so that everything that is told of that row is told of that fault.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from stdnum.cn import uscc
from stdnum.ru import inn

from app.services.imports.model import Ask, Kept

Cell = str | int | float | datetime | None
REGISTER, LEDGER = "register", "ledger"


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: its kind, its cell (``column`` None: the whole row) and the faults it may be told as; none named: any."""

    kind: str
    row: int
    column: int | None
    keys: frozenset[str] = frozenset()


@dataclass(slots=True)
class Dirty:
    """A file. ``truth``: row on the sheet → value by field of every cell that is as it should be; ``answers`` to questions."""

    path: Path
    lang: str
    kind: str
    planted: list[Planted] = field(default_factory=list)
    truth: dict[int, dict[str, Kept]] = field(default_factory=dict)
    answers: dict[Ask, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Draft:
    """A table that is being made: cells below the head, and what they mean."""

    chance: random.Random
    lang: str
    kind: str
    text: bool
    fields: tuple[str, ...]
    rows: list[list[Cell]]
    truth: list[dict[str, Kept]]
    slashes: bool = False
    merged: list[tuple[int, int]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    answers: dict[Ask, str] = field(default_factory=dict)

    def spoil(self, row: int, name: str, cell: Cell, *keys: str, kind: str) -> None:
        """Put ``cell`` in the place of a good one."""
        column = self.fields.index(name)
        self.rows[row][column] = cell
        self.truth[row].pop(name, None)
        self.planted.append(Planted(kind, row + 1, column, frozenset(keys)))

    @property
    def amount(self) -> str:
        return "fact.capital" if self.kind == REGISTER else "amount"

    @property
    def day(self) -> str:
        return "fact.founded" if self.kind == REGISTER else "day"


HEADS = {
    ("zh", REGISTER): ("企业名称", "统一社会信用代码", "注册资本", "成立日期", "参保人数", "注册地址"),
    ("ru", REGISTER): ("Наименование", "ИНН", "Уставный капитал", "Дата регистрации", "Численность", "Адрес"),
    ("en", REGISTER): ("Company name", "INN", "Registered capital", "Founded", "Employees", "Address"),
    ("zh", LEDGER): ("客户名称", "发票号码", "开票日期", "到期日", "金额"),
    ("ru", LEDGER): ("Контрагент", "Номер счёта", "Дата счёта", "Срок оплаты", "Сумма"),
    ("en", LEDGER): ("Customer", "Invoice number", "Invoice date", "Due date", "Amount"),
}
WORDS = {
    "zh": ("华美", "远航", "东方", "新源", "宏达", "金桥", "长江", "北辰", "天和", "瑞丰"),
    "ru": ("Ромашка", "Волга", "Север", "Рассвет", "Техника", "Маяк", "Заря", "Урал", "Вектор", "Гранит"),
    "en": ("Harbour", "Summit", "Orchard", "Granite", "Beacon", "Willow", "Anchor", "Cedar", "Falcon", "Quarry"),
}
NAMES = {"zh": "{0}{1}第{2}机械有限公司", "ru": "ООО «{0} {1} {2}»", "en": "{0} {1} {2} Ltd"}
TOTAL = {"zh": "合计", "ru": "Итого", "en": "Total"}
ENCODINGS = {"zh": ("utf-8-sig", "gb18030"), "ru": ("utf-8-sig", "cp1251"), "en": ("utf-8",)}


def make(folder: Path, seed: int) -> Dirty:
    """Make the file of a seed in ``folder``."""
    chance = random.Random(seed)
    lang, kind, text = chance.choice(("zh", "ru", "en")), chance.choice((REGISTER, LEDGER)), chance.random() < 0.4
    draft = _good(chance, lang, kind, text)
    able = [one for one in FAULTS if _can(one, draft)]
    for plant in chance.sample(able, min(len(able), chance.randint(3, 7))):
        plant(draft, _free(draft))
    path = folder / f"dirty {seed}.{'csv' if text else 'xlsx'}"
    (_write_text if text else _write_book)(draft, path)
    truth = {row + 1: values for row, values in enumerate(draft.truth) if values}
    return Dirty(path, lang, kind, draft.planted, truth, draft.answers)


def _good(chance: random.Random, lang: str, kind: str, text: bool) -> _Draft:
    names = ("name", "id.uscc" if lang == "zh" else "id.inn", "fact.capital", "fact.founded", _staff(lang), "address")
    fields = names if kind == REGISTER else ("name", "invoice", "day", "due", "amount")
    draft = _Draft(chance, lang, kind, text, fields, [], [], slashes=chance.random() < 0.5)
    start = date(2015, 1, 1)
    for number in range(chance.randint(24, 40)):
        words = WORDS[lang]
        name = NAMES[lang].format(chance.choice(words), chance.choice(words), number + 11)
        day = start + timedelta(days=chance.randint(0, 2500))
        if number < 2:
            day = date(2016, 5 + number, 25)   # proves the order of days in the column
        amount = Decimal(chance.randint(100_000, 99_999_999)) / 100
        values: dict[str, Kept]
        if kind == REGISTER:
            staff = Decimal(chance.randint(1, 900))
            values = dict(zip(fields, (name, _code(chance, lang), amount, day, staff, f"Street {number}"), strict=True))
        else:
            values = dict(zip(fields, (name, f"A-{1000 + number}", day, day + timedelta(days=30), amount), strict=True))
        draft.truth.append(values)
        draft.rows.append([_cell(draft, value) for value in values.values()])
    return draft


def _staff(lang: str) -> str:
    return "fact.insured_staff" if lang == "zh" else "fact.employees"


def _code(chance: random.Random, lang: str) -> str:
    if lang == "zh":
        body = f"91{chance.choice(('110105', '310104', '440106'))}MA{chance.randint(1_000_000, 9_999_999)}"
        return body + uscc.calc_check_digit(body)
    body = f"{chance.randint(10, 77)}{chance.randint(1_000_000, 9_999_999)}"
    return body + inn.calc_company_check_digit(body)


def _cell(draft: _Draft, value: Kept) -> Cell:
    if isinstance(value, date):
        if draft.slashes:
            return value.strftime("%d/%m/%Y")
        return value.isoformat() if draft.text else datetime(value.year, value.month, value.day)
    if isinstance(value, Decimal):
        return f"{value:f}" if draft.text else float(value)
    return str(value)


def _free(draft: _Draft) -> int:
    """A row without a fault, not one of the first three, and with a good one before it."""
    taken = {one.row - 1 for one in draft.planted}
    return draft.chance.choice([row for row in range(3, len(draft.rows)) if not {row - 1, row, row + 1} & taken])


# --- the faults -------------------------------------------------------------------------------------------------------


def error_cell(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.amount, draft.chance.choice(("#REF!", "#DIV/0!", "#VALUE!")), "error_cell", kind="error cell")


def text_in_number(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.amount, "see contract", "not_a_number", kind="text in a column of figures")


def impossible_date(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.day, "31/02/2019" if draft.slashes else "2019-02-31", "no_such_day", kind="impossible date")


def two_orders(draft: _Draft, row: int) -> None:
    draft.answers[Ask.ORDER] = "dmy"
    draft.spoil(row, draft.day, "05/23/2018", "order_other", kind="two date orders")


def spoiled_code(draft: _Draft, row: int) -> None:
    cell = draft.chance.choice(("9.1110105E+17", "9,1110105E+17")) if draft.text else 9.1110105e17
    draft.spoil(row, draft.fields[1], cell, "code_spoiled", kind="code spoiled by a spreadsheet")


def wrong_check_digit(draft: _Draft, row: int) -> None:
    code = str(draft.rows[row][1])
    wrong = code[:-1] + next(sign for sign in "3719" if sign != code[-1])
    draft.spoil(row, draft.fields[1], wrong, "code_check_digit", kind="wrong check digit")


def duplicate_row(draft: _Draft, row: int) -> None:
    draft.rows[row] = list(draft.rows[row - 1])
    draft.truth[row] = {}
    draft.planted.append(Planted("duplicate row", row + 1, None))


def duplicate_customer(draft: _Draft, row: int) -> None:
    draft.rows[row][1] = draft.rows[row - 1][1]
    draft.rows[row][0] = draft.rows[row - 1][0]
    draft.truth[row] = {}
    draft.planted.append(Planted("duplicate customer", row + 1, None))


def missing_name(draft: _Draft, row: int) -> None:
    draft.rows[row][0] = None
    draft.truth[row] = {}
    draft.planted.append(Planted("missing name", row + 1, None, frozenset({"no_customer", "no_name"})))


def nobody(draft: _Draft, row: int) -> None:
    draft.rows[row][0] = draft.rows[row][1] = None
    draft.truth[row] = {}
    draft.planted.append(Planted("neither name nor code", row + 1, None, frozenset({"no_customer"})))


def negative(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.fields[4], "-3" if draft.text else -3, "negative_count", kind="negative where impossible")


def mixed_unit(draft: _Draft, row: int) -> None:
    draft.answers[Ask.UNIT] = "1"
    cell = {"zh": "350万元", "ru": "350 тыс. руб.", "en": "350 thousand"}[draft.lang]
    column = draft.fields.index(draft.amount)
    draft.rows[row][column] = cell
    draft.truth[row][draft.amount] = Decimal(3_500_000 if draft.lang == "zh" else 350_000)
    draft.planted.append(Planted("unit mixed", row + 1, column, frozenset({"unit_own"})))


def unsaved_formula(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.amount, "=1000*2", "unsaved_formula", kind="formula without a result")


def total_row(draft: _Draft, row: int) -> None:
    draft.rows[row] = [None] * len(draft.fields)
    draft.rows[row][0] = TOTAL[draft.lang]
    draft.rows[row][draft.fields.index(draft.amount)] = "12345678.9" if draft.text else 12345678.9
    draft.truth[row] = {}
    draft.planted.append(Planted("stray total row", row + 1, None, frozenset({"total_row"})))


def merged_cells(draft: _Draft, row: int) -> None:
    draft.merged.append((row, 0))
    draft.rows[row][0] = None
    draft.truth[row] = {}
    draft.planted.append(Planted("merged cells in data", row + 1, None))


def wrong_letters(draft: _Draft, row: int) -> None:
    name = str(draft.rows[row][0])
    damaged = name.encode("gb18030", "replace").decode("latin-1") if draft.lang == "zh" else "\ufffd\ufffd" + name[3:]
    if draft.lang == "ru":
        damaged = "????? ???????"
    draft.spoil(row, "name", damaged.replace("\x80", "?"), "text_damaged", kind="damaged letters")


def span(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.fields[4], "100-199", "not_one_number", kind="range instead of a number")


def date_in_number(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.amount, datetime(2025, 5, 3), "date_not_number", kind="figure made a date")


def percent_in_amount(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.amount, "7.35%", "percent_not_amount", kind="percent among amounts")


def year_alone(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.day, "2019", "date_incomplete", kind="year instead of a day")


def zeros_lost(draft: _Draft, row: int) -> None:
    body = f"0{draft.chance.randint(2, 9)}{draft.chance.randint(1_000_000, 9_999_999)}"
    code = body + inn.calc_company_check_digit(body)
    draft.spoil(row, "id.inn", code[1:] if draft.text else int(code), "zeros_restored", kind="zero in front lost")
    draft.truth[row]["id.inn"] = code


def other_decimal_sign(draft: _Draft, row: int) -> None:
    draft.answers[Ask.DECIMAL] = "."
    draft.spoil(row, draft.amount, "12.345,67", "decimal_other", kind="other decimal sign")


def digits_lost(draft: _Draft, row: int) -> None:
    draft.spoil(row, draft.amount, "1.23E+06", "number_spoiled", "digits_lost", kind="figures lost to an exponent")
    draft.truth[row][draft.amount] = Decimal("1.23E+06")


def no_amount(draft: _Draft, row: int) -> None:
    draft.spoil(row, "amount", None, "no_amount", kind="amount missing")


Plant = Callable[[_Draft, int], None]
FAULTS: tuple[Plant, ...] = (
    error_cell, text_in_number, impossible_date, two_orders, spoiled_code, wrong_check_digit, duplicate_row, duplicate_customer,
    missing_name, nobody, negative, mixed_unit, unsaved_formula, total_row, merged_cells, wrong_letters, span, date_in_number,
    percent_in_amount, year_alone, zeros_lost, other_decimal_sign, digits_lost, no_amount,
)
_REGISTER_ONLY = {spoiled_code, wrong_check_digit, duplicate_customer, negative, span, zeros_lost, nobody}
_LEDGER_ONLY = {merged_cells, no_amount}
_BOOK_ONLY = {unsaved_formula, merged_cells, date_in_number}


def _can(plant: Plant, draft: _Draft) -> bool:
    if plant in _REGISTER_ONLY and draft.kind != REGISTER or plant in _LEDGER_ONLY and draft.kind != LEDGER:
        return False
    if plant in _BOOK_ONLY and draft.text or plant is other_decimal_sign and not draft.text:
        return False
    if plant is wrong_letters and draft.text and draft.lang != "ru":
        return False   # a text file of one encoding cannot hold these letters
    return not (plant is two_orders and not draft.slashes or plant is zeros_lost and draft.lang == "zh")


# --- writing ----------------------------------------------------------------------------------------------------------


def _write_book(draft: _Draft, path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(HEADS[draft.lang, draft.kind])
    for cells in draft.rows:
        sheet.append(cells)
    for row, column in draft.merged:
        sheet.merge_cells(start_row=row + 1, end_row=row + 2, start_column=column + 1, end_column=column + 1)
    book.save(path)


def _write_text(draft: _Draft, path: Path) -> None:
    with path.open("w", newline="", encoding=draft.chance.choice(ENCODINGS[draft.lang])) as file:
        writer = csv.writer(file, delimiter=draft.chance.choice(";,\t"))
        writer.writerow(HEADS[draft.lang, draft.kind])
        writer.writerows(["" if cell is None else cell for cell in row] for row in draft.rows)


