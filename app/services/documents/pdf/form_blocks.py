"""The blocks of the grade-change form that tell the change: head, stop notice, terms, grounds, open position, effect."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.models.domain.enums import ChangeClass, Grade
from app.services.documents.content import TermsContent
from app.services.documents.forms import GROUNDS
from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.flow import Badge
from app.services.documents.pdf.form_frame import INNER, LABEL, PAD, SIZE, WIDTH, Block, Cells, FormFrame, Row
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.tables import BASE
from app.services.documents.pdf.ticks import Ticks
from app.services.documents.wording import NONE

LINE = "____________"  # to write on
ACTIONS = ("deliver", "hold", "prepay")
BUCKETS = ("d30", "d60", "d90", "d180", "d365", "d365plus")


class FormBlocks(FormFrame):
    """Each method makes one block over the width of the page."""

    __slots__ = ()

    def top(self) -> Block:
        """Whose form it is, its title, number and day."""
        c, w = self.c, self.w
        left: Cells = []
        if c.office.name:
            left.append(self.fitted(c.office.name, WIDTH * 0.62, 1, "form.office", bold=True, size=8.6))
        if c.office.address:
            left.append(self.fitted(c.office.address, WIDTH * 0.62, 1, "form.office", size=7))
        left.append(para(w("form.title"), style(w.lang, 17 if w.lang == "zh" else 15.5, bold=True, colour="accent"), "H1"))
        right: Cells = [
            self.text(f"{w('form.no')} {c.no if self.filled else LINE}", bold=True, align="right", size=10),
            self.text(f"{w('form.date')} {w.day(c.at) if c.at else LINE}", align="right", size=8.2),
        ]
        if c.sample:
            right.append(self.text(w("sample.mark"), bold=True, colour="warn", align="right", size=7.6))
        bare = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0)]
        places = [("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
        return Block([[left, right]], [WIDTH * 0.66, WIDTH * 0.34], [BASE, *bare, *places], [0.0], [0.0], plain=True)

    def customer(self) -> Block:
        """The head of the form: who, and what class of change."""
        c, w = self.c, self.w
        widths = (0.16, 0.4, 0.16, 0.28)
        classes = Ticks([(w(f"change_class.{kind.value}"), c.change_class is kind) for kind in ChangeClass], SIZE)
        rows = [
            Row(
                [
                    self.label("customer.name"),
                    self.fitted(c.customer_name, INNER * 0.84, 2, "customer.name", bold=True, size=SIZE + 1.2),
                    "",
                    "",
                ],
                15.5,
                0.15,
            ),
            Row(
                [
                    self.label("customer.number"),
                    self.fitted(c.customer_number, INNER * widths[1], 1, "customer.number"),
                    self.label("form.case"),
                    self.fitted(c.case_number, INNER * widths[3], 1, "form.case"),
                ],
                share=0.1,
            ),
            Row(
                [
                    self.label("form.registration"),
                    self.fitted(c.customer_identifier, INNER * 0.84, 1, "form.registration"),
                    "",
                    "",
                ],
                share=0.1,
            ),
            Row([self.label("form.class"), classes, "", ""], share=0.1),
        ]
        return self.block("form.head", rows, widths, spans=[((2, row), (4, row)) for row in (0, 2, 3)])

    def stop(self) -> Block:
        """The red notice from CC down; in black and white its dark field and heavy frame carry it."""
        lang, w = self.w.lang, self.w
        word = para(w("form.stop_word"), style(lang, 17, bold=True, colour="white", align="center"))
        said = [
            para(w("form.stop"), style(lang, 11.5, bold=True, colour="bad")),
            para(w("form.stop_text"), style(lang, 7.8, bold=True)),
        ]
        commands = [
            BASE,
            ("BACKGROUND", (0, 0), (0, 0), look.BAD),
            ("BOX", (0, 0), (-1, -1), 2.4, look.BAD),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (0, 0), 3),
            ("RIGHTPADDING", (0, 0), (0, 0), 3),
            ("LEFTPADDING", (1, 0), (1, 0), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
        return Block([[word, said]], [LABEL + 8, INNER - 8], commands, [34.0], [0.2])

    def terms(self) -> Block:
        """Before and after, with the difference in notches and of each figure."""
        c, w = self.c, self.w
        heads = ("", "form.before", "form.after", "form.difference")
        rows = [Row([self.text(w(key), bold=True, size=SIZE - 0.3) if key else "" for key in heads], 12.5), self._grade_row()]
        texts: list[tuple[str, Callable[[TermsContent], str], str]] = [
            ("terms.score", lambda t: w.score(t.score), self._moved(lambda t: t.score, 1)),
            ("terms.limit", lambda t: w.money(t.limit, t.currency), self._moved_limit()),
            ("terms.term", lambda t: w.days(t.term_days), self._moved(lambda t: Decimal(t.term_days), 0)),
            ("terms.prepayment", lambda t: w.t.percent(t.prepayment_pct, 0), self._moved(lambda t: t.prepayment_pct, 0)),
            ("terms.security", lambda t: t.security, ""),
            ("terms.release", lambda t: t.release, ""),
            ("terms.review", lambda t: w.days(t.review_days), self._moved(lambda t: Decimal(t.review_days), 0)),
        ]
        for key, show, moved in texts:
            shown = [NONE if self.filled else ""] if c.before is None else [show(c.before)]
            shown.append("" if c.after is None else show(c.after))
            cells = [self.fitted(words, INNER * 0.33, 2, key) for words in shown]
            rows.append(Row([self.label(key), *cells, self.text(moved)], 12.5, 0.15))
        return self.block("form.terms", rows, (0.16, 0.33, 0.33, 0.18), heads=True)

    def _grade_row(self) -> Row:
        c, w = self.c, self.w
        cells: Cells = [self.label("terms.grade")]
        for terms in (c.before, c.after):
            if terms is None:
                cells.append(self.text(NONE if self.filled else ""))
            else:
                cells.append(_Named(terms.grade, w("form.provisional") if terms.provisional else "", SIZE))
        cells.append(self.text("" if c.notches is None else w.notches(c.notches), bold=True))
        return Row(cells, 19, 0.15)

    def _moved(self, pick: Callable[[TermsContent], Decimal], places: int) -> str:
        c = self.c
        return "" if c.before is None or c.after is None else self.w.signed(pick(c.after) - pick(c.before), places)

    def _moved_limit(self) -> str:
        """Amounts of two currencies have no difference."""
        c = self.c
        return "" if c.before is None or c.after is None or c.before.currency != c.after.currency else self._moved(_limit, 0)

    def grounds(self) -> Block:
        """Why: ticks, reasons, the rules that fired, what is attached."""
        c, w = self.c, self.w
        ticks = Ticks([(w(f"ground.{ground}"), ground in c.grounds) for ground in GROUNDS], SIZE)
        rules = "; ".join(f"{rule.id} {rule.label}".strip() for rule in c.rules) or (w("form.no_rules") if self.filled else "")
        wide = INNER * 0.84
        rows = [
            Row([ticks, ""], share=0.1),
            Row([self.label("form.reasons"), self.fitted(c.text, wide, 4, "form.reasons")], 24, 2 if c.text else 3),
            Row([self.label("form.rules"), self.fitted(rules, wide, 3, "form.rules")], share=0.15 if rules else 0.6),
            Row([self.label("form.papers"), self.fitted(self._attached(), wide, 1, "form.papers")], share=0.1),
        ]
        return self.block("form.grounds", rows, (0.16, 0.84), spans=(((1, 0), (2, 0)),))

    def _attached(self) -> str:
        c, w = self.c, self.w
        if c.attachments is None:
            return w("form.attachments", n="____")
        if c.attached:
            return w("form.attached", n=c.attachments, names="; ".join(c.attached))
        return w("form.attachments", n=c.attachments)

    def position(self) -> Block:
        """What the customer owes and has ordered. A figure that nobody has entered is a place to write, never a nought."""
        c, w = self.c, self.w

        heads = ("form.balance", "form.not_due", "form.overdue", "form.security_held", "form.orders", "form.undelivered")
        actions = Ticks([(w(f"form.action.{key}"), False) for key in ACTIONS], SIZE)
        blank = [""] * len(BUCKETS)
        rows = [
            Row([self.label(key) for key in heads], 11.5),
            Row([*map(self._amount, (c.balance, c.not_due, c.overdue, c.security_held)), "", ""], 14, 0.35),
            Row([self.text(self._bucket(key), colour="muted", size=SIZE - 0.6) for key in BUCKETS], 11.5),
            Row(blank, 14, 0.35),
            Row([self.label("form.action"), actions, "", "", "", ""], 13.5, 0.1),
        ]
        tint = [("BACKGROUND", (1, row), (-1, row), look.HEAD) for row in (0, 2)]
        return self.block("form.position", rows, [1] * 6, spans=(((2, 4), (6, 4)),), commands=tint)

    def _amount(self, amount: Decimal | None) -> Cells | str:
        """An amount whole in its column: a long one is written smaller, never cut."""
        if amount is None:
            return ""
        words = self.w.money(amount, self.c.currency)
        room = INNER / len(BUCKETS) - 2 * PAD - 1
        size = min(SIZE, SIZE * room / fonts.width(words, SIZE, bold=True))
        return [self.text(words, bold=True, size=int(size * 10) / 10)]

    def _bucket(self, key: str) -> str:
        days = self.w(f"form.{key}")
        return self.w("form.overdue_by", days=days) if key == BUCKETS[0] else days

    def effect(self) -> Block:
        """From when it holds, and what becomes of orders in progress."""
        c, w = self.c, self.w
        since, hour = LINE, "____:____"
        if c.effective is not None:
            since, hour = w.day(c.effective), w.effect(c.effective, c.approved_at)
        rows = [
            Row(
                [
                    self.label("proposal.effective"),
                    self.text(f"{since},\u00a0\u00a0{w('form.hour')}\u00a0{hour}"),
                    self.label("proposal.next_review"),
                    self.text(w.day(c.next_review) if c.next_review else LINE),
                ],
                share=0.1,
            ),
            Row(
                [self.label("form.transition"), self.fitted(c.conditions, INNER * 0.84, 2, "form.transition"), "", ""],
                15,
                0.5 if c.conditions else 1,
            ),
        ]
        return self.block("form.effect", rows, (0.16, 0.4, 0.22, 0.22), spans=(((2, 1), (4, 1)),))


class _Named(Badge):
    """A grade on its colour with a word beside it."""

    def __init__(self, grade: Grade, word: str, size: float) -> None:
        super().__init__(grade, size + 2.2)
        self._word, self._word_size = word, size

    def draw(self) -> None:
        super().draw()
        if self._word:
            self.canv.setFillColor(look.TEXT)
            self.canv.setFont(fonts.REGULAR, self._word_size)
            self.canv.drawString(self.width + 6, self.height / 2 - self._word_size * 0.36, self._word)


def _limit(terms: TermsContent) -> Decimal:
    return terms.limit
