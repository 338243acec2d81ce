"""Figures, units and states in the words of one language, the same for every paper."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import AnswerState, C, CheckState, Grade, ScoringKind
from app.services.documents.content import ItemContent, Measure, RatioContent, Scored, Shown, Standard, TermsContent
from app.texts import Texts

NONE = "—"
_UNITS = ("years", "days", "months", "persons", "points")
_BARE = ("", "x", "count", "ln_musd", "ratio")


def local(moment: datetime) -> datetime:
    """Return a moment in the time zone of the machine, as the window shows it."""
    return moment.astimezone() if moment.tzinfo is not None else moment


class Wording:
    """Writes raw values of the content tree in one language. Immutable."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.t = Texts.load(lang)

    def __call__(self, key: str, /, **params: object) -> str:
        """The catalogue text ``documents.<key>``."""
        return self.t(f"documents.{key}", **params)

    def number(self, value: Decimal | int | None, places: int | None = None) -> str:
        """A number, or a dash when there is none."""
        return NONE if value is None else self.t.number(value, places)

    def score(self, value: Decimal | None) -> str:
        """A score or a share of it: one decimal, as scores are always shown."""
        return self.number(value, 1)

    def signed(self, value: Decimal, places: int = 1) -> str:
        """A number with its sign, for changes."""
        text = self.t.number(abs(value), places)
        rounded = round(value, places)
        return f"+{text}" if rounded > 0 else f"−{text}" if rounded < 0 else text

    def share(self, value: Decimal | None, places: int = 1) -> str:
        """A plain share (0.25) as a percentage."""
        return NONE if value is None else self.t.percent(value * 100, places)

    def money(self, value: Decimal | None, currency: str, places: int = 0) -> str:
        """An amount with its currency; to the cent only when it has cents."""
        if value is None:
            return NONE
        return self.t.money(value, currency, 2 if value != value.to_integral_value() and places == 0 else places)

    def day(self, value: date | datetime | None) -> str:
        """A date."""
        return NONE if value is None else self.t.date(local(value) if isinstance(value, datetime) else value)

    def moment(self, value: datetime | None) -> str:
        """A date with the time to the minute."""
        return NONE if value is None else self.t.date_time(local(value))

    def effect(self, day: date, decided: datetime | None) -> str:
        """The hour from which a change holds on its day: that of the decision when it was taken that day, else midnight."""
        moment = local(decided) if decided is not None else None
        return f"{moment:%H:%M}" if moment is not None and moment.date() == day else "00:00"

    def days(self, n: int | None) -> str:
        """A number of days in words."""
        return NONE if n is None else self.t.plural("documents.days", n)

    def notches(self, n: int) -> str:
        """A difference of grades: "1 notch down"."""
        if n == 0:
            return self("notches.none")
        return self.t.plural("documents.notches.up" if n > 0 else "documents.notches.down", abs(n))

    def grade(self, grade: Grade | None) -> str:
        """A grade, or a dash."""
        return NONE if grade is None else grade.name

    def c(self, c: C) -> str:
        """The name of one of the five C."""
        return self(f"c.{c.value}")

    def with_unit(self, value: Decimal, unit: str, places: int | None = None) -> str:
        """A number with the unit of an item; unknown units stand as they are."""
        if unit == "%":
            return self.t.percent(value, places)
        text = self.t.number(value, places)
        if unit in _UNITS and not places and value == value.to_integral_value():
            return self.t.plural(f"documents.whole.{unit}", int(value))
        if unit in _UNITS:
            return self(f"unit.{unit}", n=text)
        return text if unit in _BARE else f"{text} {unit}"

    def x(self, value: Decimal | None, unit: str) -> str:
        """X or P of an item: at most four decimals, two where it has a unit; no useless zeros."""
        if value is None:
            return NONE
        return self.with_unit(value, unit, _places(value, 4 if unit in _BARE else 2))

    def shown(self, value: Shown, unit: str = "", currency: str = "") -> str:
        """A found value of any kind."""
        if value is None:
            return NONE
        if isinstance(value, bool):
            return self("yes") if value else self("no")
        if isinstance(value, Decimal):
            return self.money(value, currency) if currency else self.x(value, unit)
        return self.day(value) if isinstance(value, date) else value

    def measure(self, m: Measure, currency: str = "") -> str:
        """A computed figure, or the words why there is none."""
        if m.value is None:
            return m.why_not or NONE
        if m.unit == "%":
            return self.t.percent(m.value * 100, min(2, m.places) if m.places is not None else 2)
        if m.unit == "pp":
            return self("unit.pp", n=self.t.number(m.value * 100, 2))
        if m.unit == "money" and currency:
            return self.t.money(m.value, currency, m.places if m.places is not None else 0)
        places = _places(m.value, 4) if m.places is None else m.places
        return self.with_unit(m.value, "days" if m.unit == "days" else "", places)

    def standard_value(self, ratio: RatioContent, value: Decimal) -> str:
        """A published standard value of a ratio, with as many digits as were published."""
        if ratio.unit == "%":
            return self.t.percent(value * 100, _places(value * 100, 2))
        return self.with_unit(value, "days" if ratio.unit == "days" else "", _places(value, 2))

    def found(self, item: ItemContent, currency: str = "") -> str:
        """What was found for an item: the value, or that it is open, unknown or not applicable."""
        if item.state is AnswerState.VALUE:
            money = item.kind.value == "money"
            return self.shown(item.value, item.unit, currency if money else "")
        if item.computed and item.state is AnswerState.EMPTY:
            return self("not_computable")
        return self(f"state.{item.state.value}")

    def check(self, state: CheckState) -> str:
        """How far an answer has been verified."""
        return self(f"check.{state.value}")

    def standard(self, s: Standard, unit: str) -> str:
        """The standard of an item in short: ≥ P, ≤ P, P1…P2, the five steps, yes/no."""
        if s.kind is ScoringKind.MORE:
            return f"≥ {self.x(s.p, unit)}"
        if s.kind is ScoringKind.LESS:
            return f"≤ {self.x(s.p, unit)}"
        if s.kind is ScoringKind.BAND:
            return f"{self.x(s.p, '')}…{self.x(s.p2, unit)}"
        if s.kind is ScoringKind.YESNO:
            return self("standard.yesno", yes=self.number(s.yes), no=self.number(s.no))
        if s.kind is ScoringKind.NONE:
            return NONE
        return self(f"standard.{s.kind.value}")

    def scored_x(self, item: ItemContent, scored: Scored) -> str:
        """X as it was scored; a five-step answer shows its step."""
        if scored.x is None:
            return NONE
        if item.standard.kind is ScoringKind.STEPS:
            return self("step_of", step=self.number(scored.x, 0))
        if item.standard.kind is ScoringKind.YESNO:
            return self("yes") if scored.x else self("no")
        return self.x(scored.x, item.unit)

    def grade_text(self, terms: TermsContent | None) -> str:
        """A grade with the word "provisional" where it is so."""
        if terms is None:
            return NONE
        return self("provisional_grade", grade=terms.grade.name) if terms.provisional else terms.grade.name


def _places(value: Decimal, most: int) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, min(most, -exponent)) if isinstance(exponent, int) else 0
