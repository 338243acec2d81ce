"""The notices as drafts of e-mails: files that a mail program opens for sending (RFC 5322, MIME, ``X-Unsent: 1``)."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from app.services.documents.forms import NoticeContent
from app.services.documents.papers.content import NoticesContent
from app.services.documents.papers.kinds import Made, kind_of
from app.services.documents.papers.wording import notice_rows, notice_text
from app.services.documents.wording import Wording, local

# A draft must name a sender (RFC 5322, 3.6.2). Mail programs put the account of their user in its place; the top level
# ".invalid" belongs to nobody (RFC 2606).
_NOBODY = "credit@unsent.invalid"


def drafts(content: NoticesContent, form: bytes = b"") -> tuple[Made, ...]:
    """Return a draft for each department; ``form``, the change form as PDF, is attached when given."""
    name = kind_of("mails").name
    lang = content.head.lang
    return tuple(
        Made(f"{name}-{content.no}-{notice.department}-{lang}.eml", draft(content, notice, form)) for notice in content.notices
    )


def draft(content: NoticesContent, notice: NoticeContent, form: bytes = b"") -> bytes:
    """Return the draft for one department. Same content, same bytes.

    It is addressed where the settings name an address ("A. Person <a.person@example.com>"), else to the department by name.
    """
    w = Wording(content.head.lang)
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(local(content.head.made_at))
    message["From"] = Address(_one_line(content.head.office.name), addr_spec=content.sender or _NOBODY)
    message["To"] = _recipient(notice, w)
    subject = w.t("papers.mail.subject", **_named(content, w))
    message["Subject"] = f"{w('sample.mark')}: {subject}" if content.head.sample else subject
    message["X-Unsent"] = "1"
    message.set_content(_body(content, notice, w), subtype="plain", charset="utf-8", cte="base64")
    message["Content-Language"] = {"zh": "zh-CN"}.get(content.head.lang, content.head.lang)
    if form:
        file = f"change-form-{content.no}-{content.head.lang}.pdf"
        message.add_attachment(form, maintype="application", subtype="pdf", filename=file)
        # The line between the parts comes from the content, not from chance.
        message.set_boundary(sha256(f"{content.no}{notice.department}{content.fingerprint}".encode()).hexdigest()[:40])
    return message.as_bytes()


def _recipient(notice: NoticeContent, w: Wording) -> Address | Group:
    name, address = parseaddr(_one_line(notice.person))
    if "@" in address:
        try:
            return Address(name or w(f"department.{notice.department}"), addr_spec=address)
        except (ValueError, HeaderParseError, IndexError):  # the parser has several ways to say no
            pass  # no address after all: what was typed stays a name
    department = w(f"department.{notice.department}")
    return Group(": ".join(part for part in (department, _one_line(notice.person)) if part))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _named(content: NoticesContent, w: Wording) -> dict[str, str]:
    return {
        "customer": _one_line(content.customer_name),
        "grade": content.after.grade.name,
        "day": w.day(content.effective),
    }


def _body(content: NoticesContent, notice: NoticeContent, w: Wording) -> str:
    name = parseaddr(notice.person)[0] or (notice.person if "@" not in notice.person else "")
    greeting = w.t("papers.mail.greeting", name=name) if name else w.t("papers.mail.greeting.all")
    lines = [f"{w('sample.mark')}: {w.t('papers.mail.sample')}", ""] if content.head.sample else []
    lines += [greeting, "", w.t("papers.mail.opening", **_named(content, w), number=content.customer_number), ""]
    if content.stop:
        lines += [w("form.stop"), w("form.stop_text"), ""]
    for term, before, after in notice_rows(content.before, content.after, w):
        lines.append(w.t("papers.mail.row", term=term, before=before, after=after) if content.before else f"{term}: {after}")
    lines += ["", *notice_text(content, notice.department, w)]
    if content.conditions:
        lines.append(w.t("papers.notice.conditions", text=content.conditions))
    lines += ["", w.t("papers.mail.reply"), "", content.head.office.name or w.t("papers.mail.sender")]
    lines.append(f"{w('form.no')} {content.no} · {w('foot.fingerprint')} {content.fingerprint}")
    return "\n".join(lines) + "\n"
