"""The case: sections at the left, their questions in the middle, the score as it stands at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.models.domain.enums import FIVE_AREAS, Area
from app.models.domain.errors import UserError
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.case.detail import DetailCard
from app.ui.screens.case.guarantees import GuaranteeTable
from app.ui.screens.case.left import EvidenceList, PrinciplesList, SectionList
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.order import matches
from app.ui.screens.case.page import QuestionPage
from app.ui.screens.case.paste_page import PastePage
from app.ui.screens.case.pasting import read
from app.ui.screens.case.request import RequestPage
from app.ui.screens.case.right import RightPanel
from app.ui.screens.case.sections import REQUEST
from app.ui.screens.case.tools import Tools
from app.ui.screens.fit_area import FitArea
from app.ui.screens.title_fit import fit_title
from app.ui.screens.words import case_mode, case_state, case_state_kind
from app.ui.widgets.badge import Badge, GradeBadge
from app.ui.widgets.banner import Banner
from app.ui.widgets.card import Card
from app.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

WIDE, NARROW, WIDE_FROM, THREE_FROM, THE_ONLY = (222, 296), (208, 230), 1220, 1000, 216
"""Widths of the left and right columns, and the width of the page from which there is room for the wide ones."""
AROUND, DETAIL_SHARE = 270, 0.42  # the details get a part of what head, tools and first question leave
LOW = 720
"""A page lower than that shows the principles, and the details until they are asked for, in one line each."""
DETAILS = "case/details"
CHANGES = frozenset({"case", "statements", "customer", "grade", "officers", "ledger"})


class CaseScreen(Screen):
    """Argument: the id of a case, or (case, question) with the cursor on that question.

    Alt+PgUp and Alt+PgDn turn the sections, F8 goes to the next open question, Ctrl+I looks for one.
    """

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        ui = self.ui
        self.model = CaseModel(host.services, host.runner, host.autosave, self._officer)
        self.model.setParent(self)
        self.section = FIVE_AREAS[0].value
        self.pages: dict[str, QuestionPage] = {}
        self._place: dict[str, str] = {}
        self._offered = 0  # answers of the last case that could be taken over
        self._wanted = ""  # the question to go to when the case has been read
        self._add_actions()
        self._grade, self._state, self._kind = GradeBadge(ui), Badge(ui), Badge(ui)
        for badge in (self._grade, self._state, self._kind):
            self.title.add_badge(badge)
        self.title.add_button(host.actions.button("case.checklist"))
        self.title.add_button(host.actions.button("case.statements"))
        self._score = host.actions.button("case.score", "primary")
        self.title.add_button(self._score)
        self.sections = SectionList(ui, self.model)
        self.principles = PrinciplesList(ui, self.model)
        self.evidence = EvidenceList(ui, self.model)
        self.request = RequestPage(ui, self.model)
        self.guarantees = GuaranteeTable(ui, self.model, self)
        self.guarantees.hide()  # until the page of its section takes it in
        self.detail = DetailCard(ui, self.model, host.actions.button("case.details", "ghost"))
        self.right = RightPanel(ui, self.model)
        self.refusal = Banner(ui)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.request)
        self.pasted = PastePage(ui, self.model, self._stack)
        self._stack.addWidget(self.pasted)
        self.tools = Tools(ui, host.actions.button("case.take_over_all"), host.actions.button("case.paste"))
        self._lay_out()
        self._connect()

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Open that case; the section and the row stay when it is the same one."""
        if isinstance(argument, tuple) and len(argument) == 2:
            argument, question = argument
            self._wanted = str(question)
        if not isinstance(argument, int):
            return
        if self.model.is_open and self.model.head.id == argument:
            self._to_wanted()
            self.model.refresh()
        else:
            self.banner.clear()
            self.detail.forget_refused()
            self.model.load(argument)

    def leave(self) -> bool:
        self.model.suspend()
        return True

    def unsaved_texts(self) -> dict[str, str]:
        """Days that nobody can read, at questions that were left: by the way to their field, as if they were shown."""
        from app.ui.undo.places import path_of

        here = self.detail.question
        if here is None:
            return {}
        return {
            path_of(getattr(self.detail, name), self).replace(f"@{here.id}", f"@{question}"): text
            for (question, name), text in self.detail.refused_texts().items()
        }

    def forget_kept(self) -> None:
        """Answers that could not be read are thrown away."""
        for item in self.model.forget_drafts():
            for page in self.pages.values():
                if item in page.rows:
                    page.rows[item].forget_text()

    def show_place(self, path: str) -> None:
        """Pages and details are made when they are shown."""
        for name in (part.removeprefix("@") for part in path.split("/") if part.startswith("@")):
            if name in [section.key for section in self.model.sections]:
                self.show_section(name)
            else:
                self.go_to(name)
                self._show_detail(name)
                self.unfold()

    def on_changes(self, changes: frozenset[str]) -> None:
        if CHANGES & changes:
            self.model.refresh()

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """This case."""
        return ("case", self.model.head.id) if self.model.is_open else None

    def dropEvent(self, event: QDropEvent) -> None:
        """Files come into the case as if chosen by the button; what is no file is refused by the page."""
        from app.services.evidence.reading import opened

        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        found = list(opened(paths))
        if found and self.model.is_open and not self.model.read_only and all(one.is_file() for one in found):
            event.acceptProposedAction()
            self.model.add_evidence(found)
        else:
            super().dropEvent(event)

    def retranslate(self) -> None:
        if not self.model.is_open:
            return
        for page in self.pages.values():
            page.retranslate()
        self._name_section()
        self.sections.refresh(self.section)
        self._show_head()
        self._show_assessment()
        self.evidence.refresh()
        self.request.refresh()
        self.guarantees.refresh()
        self.detail.retranslate()
        self.pasted.retranslate()

    def show_error(self, error: UserError) -> None:
        """What stands at its question needs no second message."""
        rest = [problem for problem in getattr(error, "problems", ()) or (error,) if not self._has_place(problem)]
        for problem in rest:
            super().show_error(problem)

    # --- building --------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        is_open, typing = self._is_open, self._takes_input
        for name, text_key, call, keys, icon, enabled in (
            ("customer", "ui.action.case_customer", self._to_customer, "", "customers", is_open),
            ("statements", "ui.action.statements", self._to_statements, "", "statements", is_open),
            ("checklist", "ui.action.case_checklist", self._to_checklist, "", "print", is_open),
            ("find", "ui.action.case_find", self._find, "Ctrl+I", "search", is_open),
            ("next_open", "ui.action.next_open", self._next_open, "F8", None, is_open),
            ("next_section", "ui.action.next_section", self._next_section, "Alt+PgDown", None, is_open),
            ("last_section", "ui.action.last_section", self._last_section, "Alt+PgUp", None, is_open),
            ("details", "ui.action.case_details", self._fold, "F4", None, is_open),
            ("take_over_all", "ui.action.case_take_over_all", self._take_over_all, "", "copy", self._can_take_over),
            ("paste", "ui.action.case_paste", self._paste, "Ctrl+Shift+V", "edit", typing),
        ):
            self.host.actions.add(Action(f"case.{name}", text_key, call, keys, icon, "ui.group.case", enabled, "case"))

    def _lay_out(self) -> None:
        ui = self.ui
        left = Card(ui, "ui.case.areas")
        left.body.addWidget(self.sections)
        left.body.addSpacing(6)
        left.body.addWidget(SectionTitle(ui, "ui.case.principles"))
        left.body.addWidget(self.principles)
        left.body.addSpacing(6)
        left.body.addWidget(self.evidence)
        left.body.addStretch(1)
        self._middle = Card(ui, title=" ")
        self._middle.body.addWidget(self.tools)
        self._middle.body.addWidget(self._stack, 1)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._middle, 3)
        self._detail_area = FitArea(self.detail)
        middle.addWidget(self._detail_area)
        row = self._row = QHBoxLayout()
        row.setSpacing(10)
        self._left_area, self._right_area = _scrolling(left), _scrolling(self.right)
        side = self._side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self._left_area, 1)
        row.addLayout(side)
        row.addLayout(middle, 1)
        row.addWidget(self._right_area)
        self.body.addWidget(self.refusal)
        self.body.addLayout(row, 1)
        self._show_shell(False)

    def _connect(self) -> None:
        model = self.model
        model.loaded.connect(self._loaded)
        model.sections_changed.connect(self._card_changed)
        model.assessed.connect(self._show_assessment)
        model.answer_changed.connect(self._answer_changed)
        model.problem_changed.connect(self._problem_changed)
        model.head_changed.connect(self._show_head)
        model.evidence_changed.connect(self._show_evidence)
        model.guarantees_changed.connect(self.guarantees.refresh)
        self.sections.chosen.connect(self.show_section)
        self.principles.question_wanted.connect(self.go_to)
        self.right.question_wanted.connect(self.go_to)
        self.evidence.files_chosen.connect(model.add_evidence)
        self.request.declared.connect(model.declare_independence)
        self.request.verified.connect(model.verify)
        self.detail.statements_wanted.connect(self._to_statements)
        self.host.officer_changed.connect(self._other_officer)
        self.tools.find_changed.connect(self._looked_for)
        self.tools.entered.connect(self._found)
        self.tools.order_changed.connect(self._order_chosen)
        self.pasted.ended.connect(self._paste_ended)
        model.taken_over.connect(self._taken_over)
        self.ui.theme_changed.connect(self._fit_sides)

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_section(self, key: str) -> None:
        """Turn to a section; its rows are made when it is shown for the first time."""
        self.section = key
        page = self._page(key)
        if isinstance(page, QuestionPage):
            page.set_order(self.model.put_in_order(key, self.tools.order.value()))
            # the details first: Tab follows the order in which widgets are made
            self._show_detail(self._place.get(key) or next((q.id for q in self.model.in_order(page.section)), ""))
            page.begin(self._stack.height())
            if self.tools.finder.value():
                self._show_found(page)
        self.tools.setVisible(key != REQUEST)
        self._stack.setCurrentWidget(page)
        self._name_section()
        self.sections.refresh(key)
        self._offer_last()
        self._detail_area.setVisible(key != REQUEST)

    def _name_section(self) -> None:
        key, areas = self.section, [area.value for area in FIVE_AREAS]
        number = areas.index(key) + 1 if key in areas else 0
        name = self.ui.t(f"ui.area.{key}")
        self._middle.set_title(self.ui.t("ui.case.section_title", number=number, name=name) if number else name)
        self._middle.set_note("" if key == REQUEST else self.ui.t("ui.case.keys_hint"))

    def go_to(self, question_id: str) -> None:
        """Put the cursor into the editor of a question, wherever it stands."""
        key = self.model.section_of(question_id)
        self.show_section(key)
        page = self.pages.get(key)
        if page is not None and key != REQUEST:
            page.go_to(question_id)

    def _page(self, key: str) -> QWidget:
        if key == REQUEST:
            return self.request
        section = self.model.section(key)
        page = self.pages.get(key)
        if page is None or page.section != section:
            if page is not None:
                self._keep_guarantees(page)
                self._stack.removeWidget(page)
                page.deleteLater()
            below = self.guarantees if key == Area.SURROUNDINGS.value else None
            page = QuestionPage(self.ui, self.model, section, self._stack, below)
            page.current_changed.connect(self._show_detail)
            page.next_wanted.connect(self._next_after)
            page.statements_wanted.connect(self._to_statements)
            page.table_wanted.connect(self._to_table)
            page.setProperty("draftName", key)
            self.pages[key] = page
            self._stack.addWidget(page)
        return page

    def _loaded(self) -> None:
        self._drop_other_pages()
        self._show_shell(True)
        self.refusal.show_refusal(self.model.refusal)
        self.request.load()
        for page in self.pages.values():
            page.refresh()
        self.guarantees.refresh()
        self._show_head()
        self.evidence.refresh()
        self.show_section(self.section)
        self._show_assessment()
        self._to_wanted()

    def _to_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted and self.model.section_of(wanted) != REQUEST:
            self.go_to(wanted)

    def _drop_other_pages(self) -> None:
        """Pages of a section that asks other questions now are made anew when they are shown."""
        fresh = {section.key: section for section in self.model.sections}
        for key in [key for key, page in self.pages.items() if page.section != fresh[key]]:
            page = self.pages.pop(key)
            self._keep_guarantees(page)
            self._stack.removeWidget(page)
            page.deleteLater()

    def _keep_guarantees(self, page: QWidget) -> None:
        """The table outlives the page it stands on."""
        if page.isAncestorOf(self.guarantees):
            self.guarantees.setParent(self)
            self.guarantees.hide()

    def _card_changed(self) -> None:
        self._drop_other_pages()
        self.show_section(self.section)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The details never take more than their share of the height; longer ones scroll."""
        super().resizeEvent(event)
        self._detail_area.set_most(int((self.height() - self.ui.px(AROUND)) * DETAIL_SHARE))
        self._fit_sides()
        self._fit_height()
        self._fit_title()

    def _fit_height(self) -> None:
        """On a low page one line has to do for a principle, and for the details unless the officer wants them open."""
        low, kept = self.height() < self.ui.px(LOW), self.host.kept(DETAILS)
        self.principles.set_short(low)
        self.detail.set_folded(kept == "folded" if kept else low)

    def _fold(self) -> None:
        self.host.keep(DETAILS, "open" if self.detail.folded else "folded")
        self._fit_height()
        if not self.detail.folded and not self.detail.note.isHidden():
            self.detail.note.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def unfold(self) -> None:
        """Show the details: something in them is wanted."""
        if self.detail.folded:
            self.detail.set_folded(False)

    def _fit_title(self) -> None:
        """The name in one line; the number of the case stands in the trail too."""
        if not self.model.is_open:
            return
        fit_title(self.ui, self.title, self.model.view.customer.name, self.width(), self._kind)

    def _fit_sides(self) -> None:
        """Large texts leave no room for three columns: then the score stands below the sections."""
        px = self.ui.px
        left, right = WIDE if self.width() >= px(WIDE_FROM) else NARROW
        if self.width() < px(THREE_FROM):
            left = right = THE_ONLY
            self._side.addWidget(self._right_area, 1)
        else:
            self._row.addWidget(self._right_area)
        self._left_area.setFixedWidth(px(left))
        self._right_area.setFixedWidth(px(right))

    def minimumSizeHint(self) -> QSize:
        """As narrow as it can get, not as wide as it is made now: else a window that was large once would stay so."""
        px, hint = self.ui.px, super().minimumSizeHint()
        areas = zip((self._left_area, self._right_area), NARROW, strict=True)
        sides = sum(max(0, area.minimumWidth() - px(least)) for area, least in areas)
        page = self._stack.currentWidget()
        return QSize(hint.width() - sides - (page.spare() if isinstance(page, QuestionPage) else 0), hint.height())

    def _show_shell(self, shown: bool) -> None:
        for part in (self._left_area, self._right_area, self._middle, self._detail_area):
            part.setVisible(shown)

    def _show_head(self) -> None:
        model, ui = self.model, self.ui
        head = model.head
        self._state.set(case_state(ui, head.state), case_state_kind(head.state))
        in_force = model.view.around.in_force
        self._grade.set_grade(in_force.terms.grade.name if in_force is not None else None)
        words = ui.t("ui.case.no_grade") if in_force is None else ui.t("ui.case.in_force", day=ui.date(in_force.since))
        self._grade.setToolTip(words)
        self._grade.setAccessibleDescription(words)
        self._kind.set(ui.t("ui.case.badge", number=head.number, mode=case_mode(ui, head.mode)), "plain")
        self._fit_title()
        self.request.refresh()
        self.host.actions.refresh()

    def _show_assessment(self) -> None:
        if not self.model.is_open:
            return
        self.right.refresh()
        self.principles.refresh()
        page = self.pages.get(self.section)
        if page is not None:
            page.refresh_points()
        self.detail.refresh()

    def _answer_changed(self, question_id: str) -> None:
        page = self.pages.get(self.model.section_of(question_id))
        if page is not None:
            page.refresh_row(question_id)
        self.sections.refresh(self.section)
        self._offer_last()
        if self.detail.question is not None and self.detail.question.id == question_id:
            self.detail.refresh()

    def _problem_changed(self, place: str) -> None:
        question_id = place.split(".")[0]
        page = self.pages.get(self.model.section_of(question_id))
        if page is not None:
            page.show_problem(question_id)
            self.detail.refresh()
            if place in self.model.problems and "." in place and not place.endswith(".reason"):
                self.unfold()  # what is wrong stands in the details
        elif question_id == "guarantees":
            self.guarantees.refresh()
        elif place in self.request.fields:
            self.request.refresh()

    def _show_evidence(self) -> None:
        self.evidence.refresh()
        self.detail.refresh()

    def _show_detail(self, question_id: str) -> None:
        if question_id:
            self._place[self.section] = question_id
            page, question = self.pages.get(self.section), self.model.question(question_id)
            if page is not None and page.begun and question.details:
                page.finish()
            self.detail.show_question(question)
            if page is not None:
                page.set_current(question_id)

    def _has_place(self, problem: UserError) -> bool:
        place = (problem.field or "").split(".")[0]
        return place in ("guarantees", "reports") or place in self.request.fields or self.model.section_of(place) != REQUEST

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officer(self) -> str:
        return self.host.officer

    def _other_officer(self, name: str) -> None:
        if self.model.is_open:
            self.request.show_signer()
            self.model.refresh()

    def _is_open(self) -> bool:
        return self.model.is_open

    def _takes_input(self) -> bool:
        return self.model.is_open and not self.model.read_only

    def _can_take_over(self) -> bool:
        return self._takes_input() and bool(self.model.can_take_over())

    def _offer_last(self) -> None:
        count = len(self.model.can_take_over()) if self._takes_input() else 0
        if count != self._offered:
            self._offered = count
            self.host.actions.refresh()
        self.tools.offer(count)

    def _take_over_all(self) -> None:
        self.model.take_over_all()

    def _taken_over(self, count: int) -> None:
        self.host.toast("ui.case.taken_over", count=self.ui.number(count))

    def _find(self) -> None:
        if self.section == REQUEST:
            self.show_section(FIVE_AREAS[0].value)
        self.tools.finder.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _looked_for(self, text: str) -> None:
        """Rows of this section that fit; where none does, the first section in which one does."""
        page = self.pages.get(self.section)
        if page is None:
            return
        found = self.model.find(text, self.section) if text else None
        if found is not None and found not in [question.id for question in page.section.questions]:
            self.show_section(self.model.section_of(found))
        else:
            self._show_found(page)
        self.tools.finder.set_error(UserError("ui.case.found_nothing") if text and found is None else None)

    def _show_found(self, page: QuestionPage) -> None:
        text = self.tools.finder.value()
        meant = {q.id for q in page.section.questions if matches(q, text)} if text else set()
        page.show_only(meant or None)

    def _found(self) -> None:
        found = self.model.find(self.tools.finder.value(), self.section) if self.tools.finder.value() else None
        self.tools.clear()
        if found is not None:
            self.go_to(found)

    def _order_chosen(self, order: str) -> None:
        self.show_section(self.section)

    def _paste(self) -> None:
        """Nothing changes before the officer has seen what would."""
        questions = [question for section in self.model.sections for question in section.questions]
        try:
            lines = read(QGuiApplication.clipboard().text(), questions, self.ui.number_lang)
        except UserError as problem:
            self.show_error(problem)
            return
        self.banner.clear()
        self.tools.hide()
        self._detail_area.hide()
        self._middle.set_title(self.ui.t("ui.case.paste.name"))
        self._middle.set_note("")
        self._stack.setCurrentWidget(self.pasted)
        self.pasted.show_lines(lines)

    def _paste_ended(self) -> None:
        self.show_section(self.section)
        page = self.pages.get(self.section)
        if page is not None and self._place.get(self.section):
            page.go_to(self._place[self.section])

    def _next_open(self) -> None:
        self._next_after(self._place.get(self.section, ""))

    def _next_after(self, question_id: str) -> None:
        within = self.section if self.section != REQUEST else FIVE_AREAS[0].value
        found = self.model.next_open(question_id or None, within)
        if found is not None:
            self.go_to(found)
        else:
            self.host.toast("ui.case.all_answered")

    def _next_section(self) -> None:
        self._turn(1)

    def _last_section(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        keys = [section.key for section in self.model.sections]
        self.show_section(keys[(keys.index(self.section) + by) % len(keys)])
        page = self.pages.get(self.section)
        if page is not None and page.rows:
            page.go_to(self._place.get(self.section) or next(iter(page.rows)))
        elif self.section == REQUEST:
            self.request.fields["mode"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_table(self, question_id: str) -> None:
        self._show_detail(question_id)
        self.unfold()
        self.detail.focus_table()

    def _to_checklist(self) -> None:
        self.host.go("documents", (self.model.head.id, "checklist"))

    def _to_customer(self) -> None:
        self.host.go("customer", self.model.head.customer_id)

    def _to_statements(self) -> None:
        self.host.go("statements", self.model.head.customer_id)


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
