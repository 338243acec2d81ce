"""The blocks of the grade-change form, from its head to its log line.

``extra`` is the height that each line to write on gets beyond the least.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from reportlab.platypus import Flowable, Table, TableStyle

from app.models.domain.enums import ChangeClass, Role
from app.services.documents.content import TermsContent
from app.services.documents.forms import DEPARTMENTS, GROUNDS, NoticeContent
from app.services.documents.pdf import look
from app.services.documents.pdf.form_frame import INNER, SIZE, WIDTH, FormFrame, Rows
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.tables import BASE
from app.services.documents.pdf.ticks import Ticks
from app.services.documents.wording import NONE


class FormBlocks(FormFrame):
    """Each method makes one block as a table over the width of the page."""

    __slots__ = ()

    def top(self, extra: float) -> Table:
        c, w = self.c, self.w
        office = self.fitted(c.office.name, WIDTH * 0.62, 1, "form.office", size=8) if c.office.name else ""
        number = f"{w('form.no')} {c.no if c.no is not None else '____________'}"
        day = f"{w('form.date')} {w.day(c.at) if c.at else '____________'}"
        left: list[Any] = [self.text(w("form.title"), bold=True, size=14.5)]
        if office:
            left.append(office)
        right: list[Any] = [self.text(number, bold=True, align="right", size=8.4), self.text(day, align="right", size=8)]
        if c.sample:
            right.append(self.text(w("sample.mark"), bold=True, colour="warn", align="right", size=7.6))
        table = Table([[left, right]], colWidths=[WIDTH * 0.68, WIDTH * 0.32])
        table.setStyle(
            TableStyle(
                [
                    BASE,
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 0),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
                ]
            )
        )
        return table

    def customer(self, extra: float) -> Table:
        c = self.c
        quarter = INNER / 4
        rows: Rows = [
            [
                self.label("customer.number"),
                self.fitted(c.customer_number, quarter * 0.8, 1, "customer.number"),
                self.label("form.registration"),
                self.fitted(c.customer_identifier, quarter, 2, "form.registration"),
            ],
            [
                self.label("customer.name"),
                self.fitted(c.customer_name, quarter * 2.4, 2, "customer.name", bold=True),
                "",
                self.fitted(f"{self.w('form.case')} {c.case_number}".strip(), quarter * 1.1, 1, "form.case"),
            ],
            [Ticks([(self.w(f"change_class.{kind.value}"), c.change_class is kind) for kind in ChangeClass], SIZE), "", "", ""],
        ]
        return self.block(
            "form.head", rows, (0.8, 1.25, 0.85, 1.1), spans=(((1, 1), (2, 1)), ((0, 2), (3, 2))), heights=(13, 13, 13)
        )

    def stop(self, extra: float) -> Table:
        lang = self.w.lang
        cell = [
            para(self.w("form.stop"), style(lang, 12, bold=True, colour="bad")),
            para(self.w("form.stop_text"), style(lang, 8, bold=True, colour="bad")),
        ]
        table = Table([[cell]], colWidths=[WIDTH])
        table.setStyle(
            TableStyle(
                [
                    BASE,
                    ("BOX", (0, 0), (-1, -1), 2.2, look.BAD),
                    ("TOPPADDING", (0, 0), (-1, -1), 2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ]
            )
        )
        return table

    def terms(self, extra: float) -> Table:
        c, w = self.c, self.w
        heads = [
            self.text(w(key), bold=True, size=SIZE - 0.3) for key in ("form.what", "form.before", "form.after", "form.difference")
        ]
        rows: Rows = [heads]
        texts: list[tuple[str, Callable[[TermsContent], str], str]] = [
            ("terms.grade", w.grade_text, "" if c.notches is None else w.notches(c.notches)),
            ("terms.score", lambda t: w.score(t.score), self._moved(lambda t: t.score, 1)),
            ("terms.limit", lambda t: w.money(t.limit, t.currency), self._moved(lambda t: t.limit, 0)),
            ("terms.term", lambda t: w.days(t.term_days), self._moved(lambda t: Decimal(t.term_days), 0)),
            ("terms.prepayment", lambda t: w.t.percent(t.prepayment_pct, 0), self._moved(lambda t: t.prepayment_pct, 0)),
            ("terms.security", lambda t: t.security, ""),
            ("terms.release", lambda t: t.release, ""),
            ("terms.review", lambda t: w.days(t.review_days), self._moved(lambda t: Decimal(t.review_days), 0)),
        ]
        first = NONE if c.no is not None else ""
        for key, show, moved in texts:
            strong = key == "terms.grade"
            cells: list[Any] = [self.label(key)]
            for terms in (c.before, c.after):
                words = show(terms) if terms is not None else first
                cells.append(self.fitted(words, INNER * 0.29, 2, key, bold=strong, size=SIZE + (1.2 if strong else 0)))
            cells.append(self.text(moved, bold=strong))
            rows.append(cells)
        return self.block("form.terms", rows, (0.2, 0.3, 0.3, 0.2), heads=True, heights=[12.5] * len(rows))

    def _moved(self, pick: Callable[[TermsContent], Decimal], places: int) -> str:
        c = self.c
        return "" if c.before is None or c.after is None else self.w.signed(pick(c.after) - pick(c.before), places)

    def grounds(self, extra: float) -> Table:
        c, w = self.c, self.w
        ticks = Ticks([(w(f"ground.{ground}"), ground in c.grounds) for ground in GROUNDS], SIZE)
        rules = "; ".join(f"{rule.id} {rule.label}".strip() for rule in c.rules) or ("" if c.no is None else w("form.no_rules"))
        files = w("form.attachments", n="____" if c.attachments is None else c.attachments)
        rows: Rows = [
            [ticks, ""],
            [self.label("form.reasons"), self.fitted(c.text, INNER * 0.84, 4, "form.reasons")],
            [self.label("form.rules"), self.fitted(rules, INNER * 0.84, 2, "form.rules")],
            [self.label("form.papers"), self.text(files)],
        ]
        blank = 0 if c.text else 14
        return self.block(
            "form.grounds", rows, (0.16, 0.84), spans=(((0, 0), (1, 0)),), heights=(13, 18 + blank + extra * 2, 12.5, 12.5)
        )

    def position(self, extra: float) -> Table:
        c, w = self.c, self.w
        money = [w.money(value, c.currency) if value is not None else "" for value in (c.balance, c.overdue, c.security_held)]
        actions = Ticks([(w(f"form.action.{key}"), False) for key in ("deliver", "hold", "prepay")], SIZE)
        keys = ("form.balance", "form.overdue", "form.d30", "form.d60", "form.d90", "form.d90plus")
        rows: Rows = [
            [self.label(key) for key in keys],
            [self.text(money[0], bold=True), self.text(money[1], bold=True), "", "", "", ""],
            [
                self.label("form.security_held"),
                self.text(money[2]),
                self.label("form.orders"),
                "",
                self.label("form.undelivered"),
                "",
            ],
            [self.label("form.action"), actions, "", "", "", ""],
        ]
        return self.block(
            "form.position", rows, (1, 1.1, 0.9, 0.9, 0.9, 0.9), spans=(((1, 3), (5, 3)),), heights=(11, 13 + extra * 0.3, 13, 13)
        )

    def effect(self, extra: float) -> Table:
        c, w = self.c, self.w
        blank = "____________  ____:____" if c.effective is None else w.day(c.effective)
        rows: Rows = [
            [
                self.label("proposal.effective"),
                self.text(blank),
                self.label("proposal.next_review"),
                self.text(w.day(c.next_review) if c.next_review else "____________"),
            ],
            [self.label("form.transition"), self.fitted(c.conditions, INNER * 0.8, 2, "form.transition"), "", ""],
        ]
        return self.block("form.effect", rows, (0.18, 0.32, 0.26, 0.24), spans=(((1, 1), (3, 1)),), heights=(13, 13 + extra))

    def _sign(self, name: str, moment: str) -> list[Flowable]:
        signed: list[Flowable] = [self.fitted(name, INNER * 0.26, 1, "form.signature")] if name else []
        return [*signed, self.text(moment)] if moment else signed

    def proposal(self, extra: float) -> Table:
        c, w = self.c, self.w
        opinion = self.text(w("form.see_reasons") if c.text else "")
        rows: Rows = [
            [
                self.label("form.officer"),
                opinion,
                self.label("form.signature"),
                self._sign(c.proposed_by, w.moment(c.proposed_at) if c.proposed_at else ""),
            ]
        ]
        return self.block("form.proposal", rows, (0.16, 0.42, 0.16, 0.26), heights=(20 + extra * 1.3,))

    def opinions(self, extra: float) -> Table:
        rows: Rows = [
            [self.label(f"department.{key}"), "", self.label("form.signature"), ""] for key in ("sales", "finance", "legal")
        ]
        return self.block("form.opinions", rows, (0.16, 0.42, 0.16, 0.26), heights=[18 + extra] * 3)

    def decision(self, extra: float) -> Table:
        c, w = self.c, self.w
        roles = (Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR, Role.GENERAL_MANAGER)
        shown = [(w(f"role.{role.value}"), c.approved_role is role) for role in roles]
        if c.approved_role is not None and c.approved_role not in roles:
            shown.insert(0, (w(f"role.{c.approved_role.value}"), True))
        outcome = [(w(f"form.outcome.{key}"), bool(c.approved_by) and key == "approve") for key in ("approve", "amend", "reject")]
        rows: Rows = [
            [Ticks(shown, SIZE), "", Ticks(outcome, SIZE), ""],
            [
                self.label("form.note"),
                self.fitted(c.decision_note, INNER * 0.42, 2, "form.note"),
                self.label("form.signature"),
                self._sign(c.approved_by, w.moment(c.approved_at) if c.approved_at else ""),
            ],
        ]
        return self.block(
            "form.decision",
            rows,
            (0.16, 0.42, 0.16, 0.26),
            spans=(((0, 0), (1, 0)), ((2, 0), (3, 0))),
            heights=(13, 20 + extra * 1.2),
        )

    def notices(self, extra: float) -> Table:
        c, w = self.c, self.w
        given = {notice.department: notice for notice in c.notices}
        keys = ("form.department", "form.person", "form.sent", "form.channel", "form.acknowledged", "form.signature")
        rows: Rows = [[self.text(w(key), bold=True, size=SIZE - 0.6) for key in keys]]
        for department in DEPARTMENTS:
            notice = given.get(department, NoticeContent(department))
            rows.append(
                [
                    self.text(w(f"department.{department}")),
                    self.fitted(notice.person, INNER * 0.19, 1, "form.person"),
                    self.text(w.moment(notice.sent) if notice.sent else ""),
                    self.fitted(notice.channel, INNER * 0.12, 1, "form.channel"),
                    self.text(w.moment(notice.acknowledged) if notice.acknowledged else ""),
                    "",
                ]
            )
        heights = [12.0, *([13 + extra * 0.35] * len(DEPARTMENTS))]
        return self.block("form.notices", rows, (0.22, 0.19, 0.17, 0.12, 0.17, 0.13), heads=True, heights=heights)

    def log(self, extra: float) -> Table:
        c, w = self.c, self.w
        previous = str(c.previous_no) if c.previous_no is not None else (w("form.none") if c.no is not None else "")
        count = str(c.changes_12m) if c.changes_12m is not None else ""
        rows: Rows = [
            [
                self.label("form.previous"),
                self.text(previous),
                self.label("form.changes_12m"),
                self.text(count),
                self.label("form.archived"),
                "",
            ]
        ]
        return self.block("form.log", rows, (0.18, 0.1, 0.24, 0.08, 0.16, 0.24), heights=(14,))
