"""Every setting with its default, its check and how it is asked. A line here and its texts are all that a new setting needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.models.domain.errors import UserError
from app.models.domain.labels import LANGUAGES
from app.services.settings.departments import from_text, to_text
from app.services.settings.rates import RateTable
from app.services.typed_text import TEXT, check_line, check_text

MAX_REVIEW_DAYS = 92
"""No review interval may be longer: three months at most, whatever the months."""

MAX_REVIEWS_PER_DAY = 500
"""What one officer can look at on a working day, at the very most."""

SIGN_AGAIN, LOCK = "sign_again_minutes", "lock_minutes"
"""Minutes after which a signature asks for the password once more, and without a key after which the window locks."""

MAX_MINUTES = 480

Check = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: ``check`` takes key and typed value and returns what is kept, or raises UserError at the key.

    ``choices`` are the allowed values where there is a closed list. ``group`` is the heading it stands under, ``kind`` the
    field it is asked with. ``place``: kept in the store for everybody, or with the window of this computer.
    """

    key: str
    default: str
    check: Check
    choices: tuple[str, ...] = ()
    group: str = "company"
    kind: str = "line"
    place: str = "store"

    @property
    def label_key(self) -> str:
        """The catalogue key of its name."""
        return f"ui.settings.{self.key}"

    @property
    def help_key(self) -> str:
        """The catalogue key of the line that explains it."""
        return f"ui.settings.{self.key}.help"


def _one_of(*choices: str) -> Check:
    def check(key: str, value: str) -> str:
        if value not in choices:
            raise UserError("settings.choice", key, value=value)
        return value

    return check


def _line(key: str, value: str) -> str:
    return check_line(value, key)


def _text(key: str, value: str) -> str:
    return check_text(value, key, TEXT).strip()


def check_currency(key: str, value: str) -> str:
    """Return the currency code in capitals. UserError ``settings.currency`` unless it is three letters."""
    code = value.strip().upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise UserError("settings.currency", key, value=value.strip()[:40])
    return code


def _review_days(key: str, value: str) -> str:
    """Empty: as the policy of each grade says."""
    plain = value.strip()
    if not plain:
        return ""
    if not re.fullmatch("[0-9]{1,4}", plain) or not 1 <= int(plain) <= MAX_REVIEW_DAYS:
        raise UserError("settings.review_days", key, value=plain[:40], limit=MAX_REVIEW_DAYS)
    return str(int(plain))


def _reviews_per_day(key: str, value: str) -> str:
    plain = value.strip()
    if not re.fullmatch("[0-9]{1,4}", plain) or not 1 <= int(plain) <= MAX_REVIEWS_PER_DAY:
        raise UserError("settings.reviews_per_day", key, value=plain[:40], limit=MAX_REVIEWS_PER_DAY)
    return str(int(plain))


def _round_unit(key: str, value: str) -> str:
    """Empty: as each limit method rounds."""
    plain = value.strip()
    if not plain:
        return ""
    try:
        unit = Decimal(plain)
    except InvalidOperation:
        raise UserError("settings.round_unit", key, value=plain[:40]) from None
    if not (unit.is_finite() and 0 < unit <= Decimal(10) ** 12):
        raise UserError("settings.round_unit", key, value=plain[:40])
    return format(unit.normalize(), "f")


def _bound(key: str, value: str) -> str:
    """An amount, days or per cent above 0; empty: that rule is not looked at, or goes by the grade."""
    plain = value.strip()
    if not plain:
        return ""
    try:
        bound = Decimal(plain)
    except InvalidOperation:
        raise UserError("settings.bound", key, value=plain[:40]) from None
    if not (bound.is_finite() and 0 <= bound <= Decimal(10) ** 12):
        raise UserError("settings.bound", key, value=plain[:40])
    return format(bound.normalize(), "f")


def _release_days(key: str, value: str) -> str:
    plain = value.strip()
    if not re.fullmatch("[0-9]{1,4}", plain) or not 1 <= int(plain) <= MAX_REVIEW_DAYS:
        raise UserError("settings.release_days", key, value=plain[:40], limit=MAX_REVIEW_DAYS)
    return str(int(plain))


def _minutes(key: str, value: str) -> str:
    plain = value.strip()
    if not re.fullmatch("[0-9]{1,4}", plain) or int(plain) > MAX_MINUTES:
        raise UserError("settings.minutes", key, value=plain[:40], limit=MAX_MINUTES)
    return str(int(plain))


def _rates(key: str, value: str) -> str:
    return RateTable.from_json(value, key).to_json()


def check_email(key: str, value: str) -> str:
    """Return the address without blanks around it; empty is allowed. UserError ``settings.email`` for what is none."""
    plain = check_line(value, key)
    if plain and not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+", plain, re.ASCII):
        raise UserError("settings.email", key, value=plain[:40])
    return plain


def _departments(key: str, value: str) -> str:
    return to_text(from_text(value, key))


def _choice(key: str, default: str, choices: tuple[str, ...], group: str, place: str = "store") -> Setting:
    return Setting(key, default, _one_of(*choices), choices, group, "choice", place)


AS_PROGRAM = "program"
TEXT_SIZES = tuple(str(points) for points in range(9, 19))

ORDER_LEVELS = ("hold", "warn", "off")
"""What a rule of the order check does when it is met."""


def _order_rules() -> tuple[Setting, ...]:
    """A switch for each rule of domain.md §5.3, and its bound below it where it has one."""
    bounds = {"used": ("order_used_share", "90"), "single": ("order_single_max", ""), "oldest": ("order_oldest_days", ""),
              "overdue_sum": ("order_overdue_most", ""), "overdue_share": ("order_overdue_part", "")}
    usual = {"used": "warn", "reminders": "off"}
    found: list[Setting] = []
    for rule in ("limit", "used", "single", "oldest", "overdue_sum", "overdue_share", "reminders", "expired", "review",
                 "blocked", "terms"):
        found.append(_choice(f"order_{rule}", usual.get(rule, "hold"), ORDER_LEVELS, "orders"))
        if rule == "limit":
            found.append(_choice("order_limit_at", "above", ("above", "reached"), "orders"))
        if rule in bounds:
            key, default = bounds[rule]
            found.append(Setting(key, default, _bound, group="orders", kind="number"))
    return (*found, Setting("order_release_days", "7", _release_days, group="orders", kind="number"))


SETTINGS: tuple[Setting, ...] = (
    _choice("language", "en", LANGUAGES, "language", "window"),
    _choice("document_language", AS_PROGRAM, (AS_PROGRAM, *LANGUAGES), "language"),
    _choice("number_format", "language", ("language", "comma_point", "space_comma", "space_point"), "language", "window"),
    _choice("date_format", "language", ("language", "dashes", "points", "slashes"), "language", "window"),
    _choice("theme", "system", ("system", "light", "dark", "contrast"), "look", "window"),
    _choice("text_size", "10", TEXT_SIZES, "look", "window"),
    Setting("company_name", "", _line),
    Setting("company_address", "", _text, kind="text"),
    Setting("company_phone", "", _line),
    Setting("company_email", "", check_email),
    _choice("paper_size", "a4", ("a4", "letter"), "papers"),
    *(Setting(f"paper_head_{lang}", "", _line, group="papers") for lang in LANGUAGES),
    *(Setting(f"paper_foot_{lang}", "", _line, group="papers") for lang in LANGUAGES),
    *(Setting(f"paper_legal_{lang}", "", _text, group="papers", kind="text") for lang in LANGUAGES),
    Setting("departments", "{}", _departments, group="notices", kind="departments"),
    Setting("base_currency", "CNY", check_currency, group="money", kind="currency"),
    Setting("rates", "{}", _rates, group="money", kind="rates"),
    Setting("round_unit", "", _round_unit, group="money", kind="number"),
    Setting("review_days_default", "", _review_days, group="reviews", kind="number"),
    Setting("reviews_per_day", "20", _reviews_per_day, group="reviews", kind="number"),
    *_order_rules(),
    Setting(SIGN_AGAIN, "5", _minutes, group="access", kind="number"),
    Setting(LOCK, "15", _minutes, group="access", kind="number"),
    Setting("backup_folder", "", _text, group="safety", kind="folder"),
)
"""In the order in which they are asked; those of a group stand together."""

_BY_KEY = {setting.key: setting for setting in SETTINGS}


def setting(key: str) -> Setting:
    """Return the setting of that key; KeyError when there is none."""
    return _BY_KEY[key]


def groups() -> tuple[str, ...]:
    """Return the headings in their order."""
    return tuple(dict.fromkeys(spec.group for spec in SETTINGS))
