"""Texts that are hard to print or dangerous to write: long, in many scripts, formulas, links, scripts, broken marks.

Deterministic: the same number gives the same text on every machine.
"""

from __future__ import annotations

import random
from functools import cache

LATIN = "Northern Bearings and Hydraulic Components Trading Company of the Eastern Harbour District Limited"
CHINESE = "东海新区精密机械与液压元件进出口贸易股份有限公司福州市鼓楼区第一分公司"
RUSSIAN = "Общество с ограниченной ответственностью «Северо-Восточная торгово-промышленная компания гидравлики»"
MIXED = "ООО «Вектор» 南洋贸易 GmbH & Co. KG — Łódź, Škoda, İstanbul, Ελλάς, 서울, 東京ｶﾅ ①②③ €₽¥"

WILD = (
    "👍🏽 👨‍👩‍👧 🇨🇳",
    "שלום עולם",
    "مرحبا بالعالم",
    "नमस्ते",
    "ไทย",
    "a\u0301e\u0308\u0327",
    "\u202eevil\u202c",
    "\u200bzero\u200d",
    "𠀀𪚥𫝀",
    "ﬁ ﬂ Ǆ",
    "\ufeffbom",
    "①㈱㍿",
    "ａｂｃ１２３",
    "tab\tin",
    "line\u2028apart",
    "é\u0301\u0302\u0303\u0304",
    "\u00adsoft\u00adhyphen",
)

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x.invalid","click")',
    "=cmd|'/C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"1")',
    '=WEBSERVICE("http://x.invalid/"&A1)',
    "=IMPORTXML(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "{=SUM(A1)}",
    "=[book.xlsx]Sheet1!A1",
    "='file:///etc/passwd'#$a.A1",
    '"=1+1"',
    "'=1+1",
    "=_xlfn.CONCAT(A1)",
    "=INDIRECT(A1)",
    "%0A=1+1",
    "=1;1",
    "=A1,=A2",
    "0x3D=1",
)

LINKS = (
    "http://x.invalid/a",
    "https://x.invalid",
    "ftp://x.invalid",
    "mailto:a@x.invalid",
    "internal:Sheet1!A1",
    "external:book.xlsx",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "file://\\\\host\\share",
    "\\\\host\\share\\a.xlsx",
    "www.x.invalid",
    "tel:+1",
    '<a href="http://x.invalid">x</a>',
    '<link href="http://x.invalid">x</link>',
    '<onDraw name="x" label="y"/>',
    '<a href="javascript:app.alert(1)" color="blue">x</a>',
    '<img src="http://x.invalid/a.png"/>',
    '<img src="/etc/passwd"/>',
)

MARKS = (
    "/JS (app.alert(1))",
    "/JavaScript",
    "/OpenAction << /S /JavaScript /JS (x) >>",
    "/Launch",
    "/URI (http://x.invalid)",
    "/EmbeddedFile",
    "endstream endobj",
    ") Tj ET Q (",
    "\\) \\( \\\\",
    "(((((",
    ")))))",
    "<< /Type /Action >>",
    "%PDF-1.7 %%EOF",
    "<para><b>&amp;</font>]]><!-- \\( ) \\ %s {x} -->",
    '</t></is></c><c t="str"><f>1+1</f></c>',
    "]]>",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "&#61;1+1",
    "&lt;script&gt;",
    "_x003D_1+1",
    "_x000D_",
    "_x0000_",
    "${7*7}",
    "{{7*7}}",
    "%s%n%x",
    "{0}",
    "'; DROP TABLE customers; --",
    "<script>alert(1)</script>",
    "<seq id='x'/>",
    "<bullet>x</bullet>",
    "<super>x</super>",
    "<br/>" * 5,
    "&" * 20,
    "<" * 20,
    "]" * 20,
    "&P&N&D",
    '&"Arial"&20',
    "&G",
    "&A&F",
    "C:\\Users\\x",
    "../../etc/passwd",
    "CON",
    "NUL.pdf",
    "a/b\\c:d*e?f",
)

HOSTILE = FORMULAS + LINKS + MARKS
SIGNS = "=()<>[]{}/\\&;:!|@#$%^*~`\"'"
BLANKS = ("\u00a0", "\u3000", "\u200b", "\ufeff", "\u2060")


def long_line(script: str, length: int = 200) -> str:
    """Exactly ``length`` characters in that script: latin, chinese, russian, mixed, or unbroken without a blank."""
    base = {"latin": LATIN, "chinese": CHINESE, "russian": RUSSIAN, "mixed": MIXED, "unbroken": "Wm" * 8 + "ЖЩ" * 8}[script]
    joined = base if script in ("chinese", "unbroken") else base + " "
    return (joined * (length // len(joined) + 1))[: length - 1].rstrip().ljust(length - 1, "x") + "."


def prose(script: str, length: int) -> str:
    """Running text of about ``length`` characters with a paragraph here and there."""
    sentence = {
        "latin": "The customer pays late but always pays in the end. ",
        "chinese": "客户付款虽迟，但最终均能付清。",
        "russian": "Покупатель платит с опозданием, но в конце концов всегда платит. ",
        "mixed": MIXED + ". ",
        "unbroken": "W" * 120 + " ",
    }[script]
    whole = sentence * (length // len(sentence) + 1)
    return "\n".join(whole[at : at + 700] for at in range(0, length, 700)).strip()


@cache
def hostile(count: int, seed: int = 11) -> tuple[str, ...]:
    """``count`` different hostile one-line texts of at most 190 characters that the program accepts as typed text."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    for text in HOSTILE:
        found[_one_line(text)] = None
    while len(found) < count:
        head = chance.choice(HOSTILE)
        kind = chance.randrange(5)
        if kind == 0:
            text = f"{chance.choice('=+-@|%;,＝＋－＠')}{head}{chance.randrange(10**6)}"
        elif kind == 1:
            text = f"{head}{chance.choice(HOSTILE)}"
        elif kind == 2:
            text = f"{chance.choice(WILD)}{head}{chance.choice(WILD)}"
        elif kind == 3:
            text = head + "".join(chance.choice(SIGNS) for _ in range(chance.randrange(1, 20)))
        else:
            text = f"{chance.choice(BLANKS)}{head}{chance.randrange(10**6)}"
        found[_one_line(text)] = None
    return tuple(found)[:count]


def _one_line(text: str) -> str:
    """The text as a field of one line takes it: no control characters, no breaks, no blanks around it."""
    plain = "".join(char for char in text if char >= " " and not "\x7f" <= char <= "\x9f" and char not in "\u2028\u2029")
    return plain.strip()[:190].strip() or "="
