"""Who signs is who works at the window: in words, why the officer in use may not sign, and who may."""

from __future__ import annotations

from app.models.domain.errors import UserError
from app.services.cases.signing import Signers
from app.ui.context import Ui


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
