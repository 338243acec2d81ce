"""The methodology in the window: browsing, a draft changed, checked, tried, compared, published, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.models.domain.enums import Role

WEIGHT = ("cards", "small", "weights", "character", "weight")
OTHER = ("cards", "small", "weights", "conditions", "weight")


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk()


@pytest.fixture
def screen(here: Any) -> Any:
    return here.go("methodology")


@pytest.fixture
def draft(here: Any, screen: Any) -> Any:
    here.frame.host.actions.qaction("methodology.new_draft").trigger()
    here.rest()
    return screen


def _texts(widget: QWidget) -> str:
    return " ".join(child.text() for child in widget.findChildren(QWidget) if hasattr(child, "text") and not child.isHidden())


def _type(qtbot: Any, field: Any, text: str) -> None:
    field.editor.setFocus()
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, text)


def test_it_opens_on_the_version_in_use_with_its_hash(here: Any, screen: Any) -> None:
    version = here.services.methodologies.versions()[0]
    assert screen.model.source == ("version", version.hash)
    assert version.hash in _texts(screen.detail)
    assert not screen.tabs.isTabVisible(2)
    assert not screen.tabs.isTabVisible(4)
    assert screen.source.raw_text() == here.window.ui.t("ui.methodology.version_in_use", version="1")


def test_an_item_shows_label_standard_alpha_and_source(here: Any, screen: Any) -> None:
    screen.show_path(("items", "A04"))
    item = screen.model.m.item("A04")
    shown = _texts(screen.detail)
    for part in (item.label.en, item.help.en, "5.71", item.origin):
        assert part in shown


def test_every_page_can_be_shown_in_every_language(here: Any, screen: Any) -> None:
    for lang in ("zh", "ru", "en"):
        here.window.ui.switch_language(lang)
        for path in list(screen.pages._items)[:: 11 if lang != "en" else 3]:
            screen.show_path(path)
            assert screen.detail.path == path
            assert _texts(screen.detail)


def test_the_search_finds_by_id_label_of_any_language_and_formula(here: Any, screen: Any, qtbot: Any) -> None:
    item = screen.model.m.item("A04")
    for text in ("a04", item.label.zh, item.label.ru.upper()):
        screen.pages.search.set_raw_text(text)
        shown = [path for path, one in screen.pages._items.items() if not one.isHidden()]
        assert ("items", "A04") in shown
        assert len(shown) < 20
    _type(qtbot, screen.pages.search, "no such thing anywhere")
    assert not screen.pages.none.isHidden()


def test_a_version_is_read_only_and_says_how_to_change_it(here: Any, screen: Any) -> None:
    screen.show_path(("items", "A04"))
    assert screen.detail.forms == []
    screen.show_path(("policies",))
    table = screen.detail.grids[0]
    assert not table.rows.flags(table.rows.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    screen.show_path(("overview",))
    assert here.window.ui.t("ui.methodology.about.version") in _texts(screen.detail)


def test_a_figure_typed_in_a_field_of_a_draft_is_saved_and_marked(here: Any, draft: Any, qtbot: Any) -> None:
    draft.show_path(("items", "A04"))
    here.rest()
    entry = draft.detail.forms[0].entries["items", "A04", "scoring", "p"]
    _type(qtbot, entry.field, "12.5")
    here.save()
    kept = here.services.methodology_drafts.open(draft.model.head.id)
    assert kept.methodology.item("A04").scoring.p == Decimal("12.5")
    assert entry.field.note() == here.window.ui.t("ui.methodology.was", value="10")
    assert draft.pages._items["items", "A04"].text(0).endswith("●")
    assert here.services.methodologies.current().item("A04").scoring.p == Decimal(10)


def test_variables_zones_and_national_codes_are_fields_of_a_draft(here: Any, draft: Any, qtbot: Any) -> None:
    key = draft.model.m.models[0].key
    draft.show_path(("models", key))
    here.rest()
    entries = {path: entry for form in draft.detail.forms for path, entry in form.entries.items()}
    variable, low = ("models", key, "variables", "X5", "1"), ("models", key, "zones", "grey", "low")
    _type(qtbot, entries[variable].field, "rev / no_such")
    here.rest()
    assert entries[variable].field.has_error()
    _type(qtbot, entries[variable].field, "rev / (TA + 1)")
    _type(qtbot, entries[low].field, "1.9")
    here.save()
    kept = here.services.methodology_drafts.open(draft.model.head.id).methodology.models[0]
    assert dict(kept.variables)["X5"] == "rev / (TA + 1)" and kept.zones[1].low == Decimal("1.9")
    assert not entries[variable].field.has_error()
    draft.show_path(("lines",))
    here.rest()
    rows = draft.detail.grids[0].rows
    cells = [rows.index(row, at) for row in range(rows.rowCount()) for at in range(rows.columnCount())]
    assert [bool(rows.flags(cell) & Qt.ItemFlag.ItemIsEditable) for cell in cells if cell.data() == "1250"] == [True]


def test_a_change_is_undone_and_redone(here: Any, draft: Any, qtbot: Any) -> None:
    draft.show_path(("items", "A04"))
    _type(qtbot, draft.detail.forms[0].entries["items", "A04", "scoring", "p"].field, "12")
    here.save()
    draft.pages.tree.setFocus()
    for action, value in (("edit.undo", 10), ("edit.redo", 12)):
        here.rest()
        here.frame.host.actions.qaction(action).trigger()
        here.rest()
        assert here.services.methodology_drafts.open(draft.model.head.id).methodology.item("A04").scoring.p == value
        assert draft.model.m.item("A04").scoring.p == value
        assert draft.detail.forms[0].entries["items", "A04", "scoring", "p"].field.value() == value


def test_a_figure_is_read_in_the_language_of_the_officer(here: Any, draft: Any, qtbot: Any) -> None:
    here.window.ui.switch_language("ru")
    draft.show_path(("items", "A04"))
    entry = draft.detail.forms[0].entries["items", "A04", "scoring", "alpha"]
    _type(qtbot, entry.field, "4,25")
    here.save()
    assert draft.model.m.item("A04").scoring.alpha == Decimal("4.25")


def test_a_fault_stands_at_its_field_and_in_the_list(here: Any, draft: Any, qtbot: Any) -> None:
    draft.show_path(("items", "A04"))
    entry = draft.detail.forms[0].entries["items", "A04", "scoring", "alpha"]
    _type(qtbot, entry.field, "0")
    here.rest()
    assert entry.field.has_error()
    assert draft.pages._items["items", "A04"].text(0).endswith("⚠")
    draft.show_path(("overview",))
    here.frame.host.actions.qaction("methodology.next_fault").trigger()
    assert draft.detail.path == ("items", "A04")
    draft.to_publish()
    assert draft.publish.faults.rows.rowCount() == 1
    assert not draft.publish.button.isEnabled()
    draft.publish.faults.activated_id.emit(0)
    assert draft.detail.path == ("items", "A04")
    _type(qtbot, draft.detail.forms[0].entries["items", "A04", "scoring", "alpha"].field, "5.71")
    here.rest()
    assert draft.model.problems == ()


def test_weights_are_typed_in_the_table_and_show_their_sum(here: Any, draft: Any) -> None:
    draft.show_path(("cards", "small"))
    table = draft.detail.grids[0]
    table.cell_edited.emit(0, 1, "35")
    here.rest()
    assert draft.model.m.card("small").weights[0].weight == 35
    label = draft.detail._sums[0][0]
    assert "105" in label.text()
    assert "⚠" in label.text()
    assert not draft.detail.banner.isHidden()
    table.cell_edited.emit(0, 1, "thirty")
    assert table.rows.error_at(0, 1)
    assert draft.model.m.card("small").weights[0].weight == 35


def test_shares_are_shown_by_the_card_or_by_a_preset(here: Any, screen: Any) -> None:
    screen.show_path(("cards", "small"))
    table = screen.detail.grids[0]
    assert table.rows.value_at(0, 2) == Decimal("30.00")
    screen.detail._by_preset("bwm")
    assert table.rows.value_at(0, 2) == Decimal("39.00")
    assert table.rows.value_at(0, 1) == Decimal(30)


def test_a_block_from_a_spreadsheet_is_pasted_into_the_policy(here: Any, draft: Any) -> None:
    draft.show_path(("policies",))
    table = draft.detail.grids[0]
    table.setCurrentIndex(table.rows.index(0, 1))
    QApplication.clipboard().setText("1.4\t80\n0.9\t70")
    table.paste()
    here.rest()
    first, second = draft.model.m.policies[:2]
    assert (first.limit_factor, first.term_days) == (Decimal("1.4"), 80)
    assert (second.limit_factor, second.term_days) == (Decimal("0.9"), 70)


def test_an_item_is_added_and_removed_and_put_back(here: Any, draft: Any) -> None:
    from app.ui.screens.methodology.extras import AddItem

    draft.show_path(("areas", "company"))
    adding = draft.detail.findChild(AddItem)
    adding.button.click()
    assert adding.fields["id"].has_error()
    for name, text in (("id", "A90"), ("en", "Years with us"), ("zh", "合作年限"), ("ru", "Лет с нами")):
        adding.fields[name].set_value(text)
    adding.button.click()
    here.rest()
    assert draft.detail.path == ("items", "A90")
    assert {problem.key for problem in draft.model.problems} == {"methodology.on_no_card"}
    places = draft.detail._places
    places.boxes["small"].set_value(("cards", "small", "weights", "character", "subs", "own_record"))
    places.boxes["small"].edited.emit(places.boxes["small"].value())
    here.rest()
    assert draft.model.problems == ()
    with_item = draft.model.m
    draft.detail._remove()
    here.rest()
    assert not any(item.id == "A90" for item in draft.model.m.items)
    draft._put_back()
    here.rest()
    assert draft.model.m == with_item


@pytest.mark.parametrize("part", ["gates", "caps", "warnings"])
def test_a_rule_is_added_written_removed_and_put_back(here: Any, draft: Any, part: str) -> None:
    from app.ui.screens.methodology.extras import AddRule

    draft.show_path((part,))
    adding = draft.detail.findChild(AddRule)
    adding.button.click()
    assert adding.fields["id"].has_error()
    for name, text in (("id", "Z01"), ("en", "Own rule"), ("zh", "自定规则"), ("ru", "Своё правило")):
        adding.fields[name].set_value(text)
    adding.button.click()
    here.rest()
    assert draft.detail.path == (part, "Z01")
    assert draft.model.problems == ()
    place = (part, "Z01", "amber" if part == "warnings" else "when")
    field = next(form.entries[place].field for form in draft.detail.forms if place in form.entries)
    field.set_raw_text("no_such_figure > 1")
    here.rest()
    assert [one.key for one in draft.model.problems] == ["methodology.bad_expression"]
    assert field.has_error()
    field.set_raw_text("current_ratio < 1" if part != "gates" else "y_A04 > 1")
    here.rest()
    with_rule = draft.model.m
    draft.detail._remove()
    here.rest()
    assert draft.detail.path == (part,)
    draft._put_back()
    here.rest()
    assert draft.model.m == with_rule


def test_differences_are_told_in_words_and_exported(here: Any, draft: Any, tmp_path: Path) -> None:
    draft.model.set_value(WEIGHT, Decimal(35))
    draft.model.set_value(OTHER, Decimal(10))
    draft.tabs.setCurrentIndex(1)
    here.rest()
    rows = draft.compare.table.rows
    assert [rows.text_at(row, 1) for row in range(rows.rowCount())] == ["30", "15"]
    assert "Character" in rows.text_at(0, 0)
    draft.compare.turn.click()
    here.rest()
    assert rows.text_at(0, 1) == "35"
    draft.compare.save._table = ("Compare", ["a", "b", "c"], draft.compare._rows())
    for name in ("d.csv", "d.xlsx"):
        draft.compare.save.write(str(tmp_path / name))
        here.rest()
        assert (tmp_path / name).stat().st_size > 50
    assert "35" in (tmp_path / "d.csv").read_text(encoding="utf-8-sig")


def test_one_version_compared_with_itself_has_a_good_empty_state(here: Any, screen: Any) -> None:
    screen.tabs.setCurrentIndex(1)
    here.rest()
    assert not screen.compare.none.isHidden()
    assert screen.compare.table.isHidden()
    screen.tabs.setCurrentIndex(3)
    assert not screen.versions.none.isHidden()


def test_what_would_change_is_shown_and_nothing_stored(here: Any, draft: Any) -> None:
    case = here.services.cases.open_case(here.sample.id)
    here.services.ratings.store(case.id, "officer 1")
    head = here.services.store_care.info().journal_count
    draft.tabs.setCurrentIndex(2)
    draft.what_if.start.click()
    here.rest()
    found = draft.what_if.result
    assert (len(found.rows), found.same) == (1, 1)
    assert draft.what_if.table.rows.text_at(0, 8) == here.window.ui.t("ui.methodology.what_if.unmoved")
    assert here.services.store_care.info().journal_count == head
    for band in draft.model.m.bands[:-1]:
        draft.model.set_value(("bands", band.grade.name, "low"), band.low + (100 - band.low) * Decimal("0.9"))
    draft.what_if.start.click()
    here.rest()
    assert draft.what_if.result.down == 1
    assert "→" in draft.what_if.migration.text()


def test_a_wrong_draft_is_not_tried(here: Any, draft: Any) -> None:
    draft.model.set_value(WEIGHT, Decimal(35))
    draft.tabs.setCurrentIndex(2)
    draft.what_if.start.click()
    here.rest()
    assert draft.what_if.result is None
    assert draft.what_if.state.text() == here.window.ui.t("ui.methodology.what_if.wrong")


def _publish(here: Any, draft: Any, qtbot: Any, name: str) -> None:
    draft.to_publish()
    here.rest()
    _type(qtbot, draft.publish.version, name)
    draft.publish.day.set_value(date(2026, 11, 22))
    draft.publish.reason.set_value("decision of the committee")
    draft.publish._publish()
    here.rest()


def test_a_draft_is_published_and_pinned_by_new_cases(here: Any, draft: Any, qtbot: Any) -> None:
    draft.model.set_value(WEIGHT, Decimal(35))
    draft.model.set_value(OTHER, Decimal(10))
    here.rest()
    _publish(here, draft, qtbot, "1")
    assert draft.publish.version.has_error()
    _publish(here, draft, qtbot, "2")
    used = here.services.methodologies.versions()[0]
    assert (used.version, used.in_use, used.reason, used.by) == ("2", True, "decision of the committee", "officer 1")
    assert here.services.methodology_drafts.all() == ()
    assert draft.model.source == ("version", used.hash)
    rows = draft.versions.versions.rows
    assert [rows.text_at(row, 0) for row in range(rows.rowCount())] == ["2", "1"]
    draft.open(("version", here.services.methodologies.versions()[1].hash))
    here.rest()
    assert draft.model.m.version == "1"


def test_a_draft_is_begun_changed_and_published_by_keyboard_alone(here: Any, screen: Any, qtbot: Any) -> None:
    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or here.frame, key, modifier)
        here.rest()

    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    screen.pages.tree.setFocus()
    press(Qt.Key.Key_D, both)
    assert screen.model.is_draft
    press(Qt.Key.Key_G, both)
    qtbot.keyClicks(QApplication.focusWidget(), "a04")
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is screen.pages.tree
    for _ in range(4):
        press(Qt.Key.Key_Down)
        if screen.detail.path == ("items", "A04"):
            break
    assert screen.detail.path == ("items", "A04")
    wanted = screen.detail.forms[0].entries["items", "A04", "scoring", "p"].field.editor
    qtbot.waitUntil(wanted.isVisible)
    for _ in range(12):
        press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is wanted:
            break
    assert QApplication.focusWidget() is wanted
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(wanted, "12")
    press(Qt.Key.Key_U, both)
    assert screen.model.m.item("A04").scoring.p == 12
    for text in ("2027", "2026-11-22", "longer history asked for"):
        qtbot.keyClicks(QApplication.focusWidget(), text)
        press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is screen.publish.button
    press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(here.services.methodologies.versions()) == 2)
    assert [one.version for one in here.services.methodologies.versions()] == ["2027", "1"]


def test_who_may_not_publish_is_told_why(here: Any, draft: Any, qtbot: Any) -> None:
    officers = here.services.officers
    officers.set_role(next(one.id for one in officers.all() if one.name == "officer 1"), Role.OFFICER, "officer 2")
    draft.model.set_value(WEIGHT, Decimal(35))
    draft.model.set_value(OTHER, Decimal(10))
    here.rest()
    _publish(here, draft, qtbot, "2")
    assert not draft.publish.banner.isHidden()
    assert len(here.services.methodologies.versions()) == 1


def test_a_draft_is_renamed_thrown_away_and_the_version_in_use_opens(here: Any, draft: Any, qtbot: Any) -> None:
    draft.tabs.setCurrentIndex(3)
    here.rest()
    draft.versions.drafts.select_id(("draft", draft.model.head.id))
    _type(qtbot, draft.versions.name, "weights of 2027")
    draft.versions.rename.click()
    here.rest()
    assert here.services.methodology_drafts.all()[0].name == "weights of 2027"
    draft.versions._discard()
    here.rest()
    assert here.services.methodology_drafts.all() == ()
    assert draft.model.source[0] == "version"
    assert not draft.model.is_draft


def test_a_draft_survives_language_theme_and_another_screen(here: Any, draft: Any, qtbot: Any) -> None:
    draft.model.set_value(WEIGHT, Decimal(35))
    here.window.ui.switch_language("zh")
    here.window.ui.switch_theme("dark")
    here.go("customers")
    here.go("methodology")
    assert draft.model.m.card("small").weights[0].weight == 35
    assert draft.tabs.tabText(0) == here.window.ui.t("ui.methodology.tab.browse")
    assert here.services.methodology_drafts.open(draft.model.head.id).methodology == draft.model.m


def test_every_stop_of_the_tab_key_has_a_name(here: Any, draft: Any) -> None:
    for path in (("items", "A03"), ("cards", "small"), ("areas", "company"), ("standards", "CN-SASAC-2014")):
        draft.show_path(path)
        for tab in range(5):
            draft.tabs.setCurrentIndex(tab)
            here.rest()
            for widget in draft.findChildren(QWidget):
                if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
                    assert widget.accessibleName(), (path, tab, widget)
