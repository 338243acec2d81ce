"""The few signs of Markdown that help uses, as HTML for the panel. All data is escaped; nothing else of HTML gets through."""

from __future__ import annotations

import html
import re

_PART = re.compile(
    r"\\(?P<plain>[\\`*_\[\]#<>|])|`(?P<code>[^`]+)`|\[(?P<text>(?:\\.|[^\]\\])+)\]\((?P<link>[^)\s]+)\)"
    r"|\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*\s][^*]*)\*"
)
_ITEM = re.compile(r"(-|\d+\.) +")


def to_html(markdown: str) -> str:
    """Headings, paragraphs, lists, bold, italic, code and links."""
    made: list[str] = []
    open_list = ""
    for block in _blocks(markdown):
        marker = _ITEM.match(block)
        kind = "" if marker is None else "ul" if marker.group(1) == "-" else "ol"
        if kind != open_list:
            made += [f"</{open_list}>"] if open_list else []
            made += [f"<{kind}>"] if kind else []
            open_list = kind
        if marker is not None:
            made.append(f"<li>{_inline(block[marker.end() :])}</li>")
        elif block.startswith("#"):
            level = len(block) - len(block.lstrip("#"))
            made.append(f'<p class="title{level}">{_inline(block[level:].strip())}</p>')
        else:
            made.append(f"<p>{_inline(block)}</p>")
    return "".join([*made, f"</{open_list}>" if open_list else ""])


def _blocks(markdown: str) -> list[str]:
    """Headings, entries of lists and paragraphs, each on one line."""
    found: list[str] = []
    joined = False
    for line in markdown.splitlines():
        if not line.strip():
            joined = False
            continue
        alone = line.startswith("#") or _ITEM.match(line) is not None
        if joined and not alone:
            found[-1] += " " + line.strip()
        else:
            found.append(line.strip())
        joined = not line.startswith("#")
    return found


def _inline(text: str) -> str:
    made, at = [], 0
    for found in _PART.finditer(text):
        made.append(html.escape(text[at : found.start()]))
        made.append(_part(found))
        at = found.end()
    return "".join([*made, html.escape(text[at:])])


def _part(found: re.Match[str]) -> str:
    if (plain := found["plain"]) is not None:
        return html.escape(plain)
    if (code := found["code"]) is not None:
        return f"<code>{html.escape(code)}</code>"
    if (link := found["link"]) is not None:
        return f'<a href="{html.escape(link)}">{_inline(found["text"])}</a>'
    if (bold := found["bold"]) is not None:
        return f"<b>{_inline(bold)}</b>"
    return f"<i>{_inline(found['italic'])}</i>"
