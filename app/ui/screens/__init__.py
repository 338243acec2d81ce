"""The screens of the window, a folder each. Their code is imported when a screen is shown for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.frame.spec import ScreenSpec

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost
    from app.ui.frame.screen import Screen


def _today(host: ScreenHost) -> Screen:
    from app.ui.screens.today.view import TodayScreen

    return TodayScreen(host)


def _lists(host: ScreenHost) -> Screen:
    from app.ui.screens.lists.view import ListsScreen

    return ListsScreen(host)


def _cases(host: ScreenHost) -> Screen:
    from app.ui.screens.cases.view import CasesScreen

    return CasesScreen(host)


def _reviews(host: ScreenHost) -> Screen:
    from app.ui.screens.reviews.view import ReviewsScreen

    return ReviewsScreen(host)


def _warnings(host: ScreenHost) -> Screen:
    from app.ui.screens.warnings.view import WarningsScreen

    return WarningsScreen(host)


def _changes(host: ScreenHost) -> Screen:
    from app.ui.screens.changes.view import ChangesScreen

    return ChangesScreen(host)


def _orders(host: ScreenHost) -> Screen:
    from app.ui.screens.orders.view import OrdersScreen

    return OrdersScreen(host)


def _customers(host: ScreenHost) -> Screen:
    from app.ui.screens.customers.view import CustomersScreen

    return CustomersScreen(host)


def _customer(host: ScreenHost) -> Screen:
    from app.ui.screens.customer.view import CustomerScreen

    return CustomerScreen(host)


def _case(host: ScreenHost) -> Screen:
    from app.ui.screens.case.view import CaseScreen

    return CaseScreen(host)


def _statements(host: ScreenHost) -> Screen:
    from app.ui.screens.statements.view import StatementsScreen

    return StatementsScreen(host)


def _score(host: ScreenHost) -> Screen:
    from app.ui.screens.score.view import ScoreScreen

    return ScoreScreen(host)


def _approval(host: ScreenHost) -> Screen:
    from app.ui.screens.approval.view import ApprovalScreen

    return ApprovalScreen(host)


def _documents(host: ScreenHost) -> Screen:
    from app.ui.screens.documents.view import DocumentsScreen

    return DocumentsScreen(host)


def _company(host: ScreenHost) -> Screen:
    from app.ui.screens.documents.company import CompanyPapersScreen

    return CompanyPapersScreen(host)


def _batch(host: ScreenHost) -> Screen:
    from app.ui.screens.documents.batch import BatchScreen

    return BatchScreen(host)


def _imports(host: ScreenHost) -> Screen:
    from app.ui.screens.imports.view import ImportScreen

    return ImportScreen(host)


def _methodology(host: ScreenHost) -> Screen:
    from app.ui.screens.methodology.view import MethodologyScreen

    return MethodologyScreen(host)


def _officers(host: ScreenHost) -> Screen:
    from app.ui.screens.officers.view import OfficersScreen

    return OfficersScreen(host)


def _settings(host: ScreenHost) -> Screen:
    from app.ui.screens.settings.view import SettingsScreen

    return SettingsScreen(host)


def _welcome(host: ScreenHost) -> Screen:
    from app.ui.screens.welcome.view import WelcomeScreen

    return WelcomeScreen(host, SCREENS[0].id)


SCREENS: list[ScreenSpec] = [
    ScreenSpec(id="today", title_key="ui.nav.today", icon="today", section="ui.section.work", factory=_today),
    ScreenSpec(id="customers", title_key="ui.nav.customers", icon="customers", section="ui.section.work", factory=_customers),
    ScreenSpec(id="cases", title_key="ui.nav.cases", icon="case", section="ui.section.work", factory=_cases),
    ScreenSpec(id="reviews", title_key="ui.nav.reviews", icon="review", section="ui.section.work", factory=_reviews),
    ScreenSpec(id="warnings", title_key="ui.nav.warnings", icon="warning", section="ui.section.work", factory=_warnings),
    ScreenSpec(id="changes", title_key="ui.nav.changes", icon="grade", section="ui.section.work", factory=_changes),
    ScreenSpec(id="lists", title_key="ui.nav.lists", icon="lock", section=None, parent="warnings", factory=_lists),
    ScreenSpec(id="orders", title_key="ui.nav.orders", icon="clock", section=None, parent="today", factory=_orders),
    ScreenSpec(id="customer", title_key="ui.nav.customer", icon="customers", section=None, parent="customers", factory=_customer),
    ScreenSpec(id="case", title_key="ui.nav.case", icon="case", section=None, parent="customers", factory=_case),
    ScreenSpec(
        id="statements", title_key="ui.nav.statements", icon="statements", section=None, parent="customers", factory=_statements
    ),
    ScreenSpec(id="score", title_key="ui.nav.score", icon="score", section=None, parent="customers", factory=_score),
    ScreenSpec(id="approval", title_key="ui.nav.approval", icon="approval", section=None, parent="customers", factory=_approval),
    ScreenSpec(
        id="documents", title_key="ui.nav.documents", icon="document", section=None, parent="customers", factory=_documents
    ),
    ScreenSpec(id="company", title_key="ui.nav.company", icon="document", section=None, factory=_company),
    ScreenSpec(id="batch", title_key="ui.nav.batch", icon="document", section=None, parent="customers", factory=_batch),
    ScreenSpec(id="imports", title_key="ui.nav.imports", icon="import", section="ui.section.setup", factory=_imports),
    ScreenSpec(
        id="methodology", title_key="ui.nav.methodology", icon="methodology", section="ui.section.setup", factory=_methodology
    ),
    ScreenSpec(id="officers", title_key="ui.nav.officers", icon="officer", section="ui.section.setup", factory=_officers),
    ScreenSpec(id="settings", title_key="ui.nav.settings", icon="settings", section="ui.section.setup", factory=_settings),
    ScreenSpec(id="welcome", title_key="ui.nav.welcome", icon="open", section=None, factory=_welcome),
]
"""Every screen, in the order of the rail."""
