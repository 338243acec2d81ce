"""Who signs is who works at the window: in words, why the officer in use may not sign, and who may."""

from __future__ import annotations

from app.models.domain.errors import UserError
from app.services.cases.signing import Signers
from app.ui.context import Ui
from app.ui.widgets.labels import Label


def may_sign(signers: Signers, name: str) -> bool:
    """Whether the officer of that name may sign."""
    return name in signers and signers[name] is None


def why_not(ui: Ui, signers: Signers, name: str, nobody_key: str = "ui.sign.nobody") -> str:
    """Why the officer in use may not sign and to whom to switch; "" for one who may."""
    if may_sign(signers, name):
        return ""
    others = [one for one, refusal in signers.items() if refusal is None]
    why = ui.error_text(signers.get(name) or UserError("officer.unknown", name=name))
    who = ui.t("ui.sign.switch", names=", ".join(others)) if others else ui.t(nobody_key)
    return ui.t("ui.sign.reason", why=why, who=who)


def show_signer(
    ui: Ui, label: Label, signers: Signers, officer: str, *, as_key: str = "ui.sign.as", nobody_key: str = "ui.sign.nobody"
) -> None:
    """Who signs here, or why the officer in use may not and who may."""
    problem = why_not(ui, signers, officer, nobody_key)
    label.set_role("danger" if problem else "small")
    label.set_text(problem or ui.t(as_key, name=officer))
