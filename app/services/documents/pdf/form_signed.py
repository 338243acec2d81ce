"""The blocks of the grade-change form that people sign: proposal, opinions, decision, notification, log."""

from __future__ import annotations

from datetime import datetime

from app.models.domain.enums import Role
from app.models.domain.records import CHANNELS
from app.services.documents.forms import DEPARTMENTS, NoticeContent
from app.services.documents.pdf.form_blocks import FormBlocks
from app.services.documents.pdf.form_frame import INNER, SIZE, Block, Cells, Row
from app.services.documents.pdf.ticks import Ticks

_WIDTHS = (0.16, 0.5, 0.34)
_NOTICES = (0.21, 0.19, 0.17, 0.12, 0.17, 0.14)
_ROLES = (Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR, Role.GENERAL_MANAGER)
_OUTCOMES = ("approve", "amend", "reject")


class FormSigned(FormBlocks):
    """Each method makes one block; a place to sign has its name at the top and room below."""

    __slots__ = ()

    def _sign(self, name: str = "", moment: datetime | None = None) -> Cells:
        said = " · ".join(part for part in (name, self.w.moment(moment) if moment else "") if part)
        cells: Cells = [self.label("form.signature")]
        return [*cells, self.fitted(said, INNER * _WIDTHS[2], 2, "form.signature")] if said else cells

    def _opinions(self, key: str, rows: list[Row]) -> Block:
        return self.block(key, rows, _WIDTHS, commands=[("VALIGN", (3, 0), (3, -1), "TOP")])

    def proposal(self) -> Block:
        """What the credit officer says."""
        c = self.c
        opinion = self.text(self.w("form.see_reasons") if c.text else "")
        row = Row([self.label("form.officer"), opinion, self._sign(c.proposed_by, c.proposed_at)], 24, 1.3)
        return self._opinions("form.proposal", [row])

    def opinions(self) -> Block:
        """Places for the departments that are asked."""
        keys = ("sales", "finance", "legal")
        rows = [Row([self.label(f"department.{key}"), "", self._sign()], 21, 1.2) for key in keys]
        return self._opinions("form.opinions", rows)

    def decision(self) -> Block:
        """Who decides by the matrix, and how."""
        c, w = self.c, self.w
        roles = [(w(f"role.{role.value}"), c.approved_role is role) for role in _ROLES]
        if c.approved_role is not None and c.approved_role not in _ROLES:
            roles.insert(0, (w(f"role.{c.approved_role.value}"), True))
        outcomes = [(w(f"form.outcome.{key}"), bool(c.approved_by) and key == "approve") for key in _OUTCOMES]
        note = self.fitted(c.decision_note, INNER * _WIDTHS[1], 2, "form.note")
        rows = [
            Row([self.label("form.level"), Ticks(roles, SIZE), Ticks(outcomes, SIZE)], 13.5, 0.1),
            Row([self.label("form.note"), note, self._sign(c.approved_by, c.approved_at)], 24, 1.2),
        ]
        return self.block("form.decision", rows, _WIDTHS, commands=[("VALIGN", (3, 1), (3, 1), "TOP")])

    def notices(self) -> Block:
        """Which department was told, when, by what, and when it said so."""
        c, w = self.c, self.w
        given = {notice.department: notice for notice in c.notices}
        keys = ("form.department", "form.person", "form.sent", "form.channel", "form.acknowledged", "form.signature")
        rows = [Row([self.text(w(key), bold=True, size=SIZE - 0.7) for key in keys], 12)]
        for department in DEPARTMENTS:
            notice = given.get(department, NoticeContent(department))
            known = notice.channel and notice.channel in CHANNELS
            channel = w(f"channel.{notice.channel}") if known else notice.channel
            cells: Cells = [
                self.text(w(f"department.{department}")),
                self.fitted(notice.person, INNER * _NOTICES[1], 1, "form.person"),
                self.text(w.moment(notice.sent) if notice.sent else ""),
                self.fitted(channel, INNER * _NOTICES[3], 1, "form.channel"),
                self.text(w.moment(notice.acknowledged) if notice.acknowledged else ""),
                "",
            ]
            rows.append(Row(cells, 13.5, 0.4))
        return self.block("form.notices", rows, _NOTICES, heads=True)

    def log(self) -> Block:
        """Where the form stands among the others."""
        c, w = self.c, self.w
        previous = str(c.previous_no) if c.previous_no is not None else (w("form.none") if self.filled else "")
        cells: Cells = []
        for key, value in (("previous", previous), ("changes_12m", "" if c.changes_12m is None else str(c.changes_12m))):
            cells += [self.label(f"form.{key}"), self.text(value)]
        row = Row([*cells, self.label("form.archived"), ""], 15, 0.25)
        return self.block("form.log", [row], (0.16, 0.1, 0.22, 0.08, 0.15, 0.29))
