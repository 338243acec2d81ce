"""Which commands can be undone. Every command of the program stands in one of these sets (a test looks)."""

from __future__ import annotations

UNDOABLE = frozenset({
    "customer.save", "customer.delete", "case.open", "case.update", "case.answer", "case.paste", "case.take_over",
    "case.guarantees", "case.evidence", "case.declare", "case.reopen", "statement.save", "statement.paste",
    "statement.delete", "officer.add", "officer.rename", "officer.role", "officer.deactivate", "officer.activate",
    "settings.set", "settings.set_all", "settings.rate", "grading.override", "evidence.add", "evidence.remove",
    "evidence.put_back", "methodology.draft.start", "methodology.draft.edit", "methodology.draft.rename",
    "methodology.draft.discard", "view.save", "view.rename", "view.delete",
    "import.profile", "import.profile_delete", "ledger.save", "ledger.remove", "review.absence",
    "review.absence_end", "alarm.assign", "alarm.answer",
})
"""Entries of an officer."""

GROUPS = frozenset({"sample.install", "sample.remove", "statement.paste", "case.evidence_files"})
"""Names of several commands that are undone as one."""

WHOLE_GROUPS = frozenset({"sample.install", "sample.remove"})
"""Those that keep their name even when only one command was needed."""

DECISIONS = frozenset({
    "case.verify", "rating.store", "grading.propose", "grading.withdraw", "grading.approve", "grading.reject",
    "grading.sign_override", "grading.notices", "hold.stop", "hold.lift", "review.confirm", "review.explain",
    "program.fall_back", "alarm.look", "alarm.close", "alarm.reopen", "list.propose", "list.approve", "list.refuse", "list.end",
    "list.renew", "list.clear", "log.propose", "log.drop", "log.correct", "methodology.publish", "import.commit", "import.undo",
    "order.check", "order.release", "order.reject",
})
"""Signatures and decisions: not undone but reversed by another one. An import is taken back as a whole, in the register."""

APART = frozenset({
    "draft.put", "draft.drop", "store.backup", "store.repair", "undo", "redo", "officer.password", "officer.sign_in",
    "officer.wrong_password",
})
"""What is no entry of an officer: it neither can be undone nor ends what can be done again."""
