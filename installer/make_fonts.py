"""Make the bundled font from two open fonts: Noto Sans (Latin, Cyrillic, signs) and Noto Sans SC (Chinese).

Run once per style when a newer source font is wanted, then commit the result; the program never runs this.

    npm pack @expo-google-fonts/noto-sans-sc @expo-google-fonts/noto-sans      (TTF files and LICENSE_FONT inside)
    python installer/make_fonts.py NotoSansSC_400Regular.ttf NotoSans_400Regular.ttf ZixinSans-Regular.ttf Regular
    python installer/make_fonts.py NotoSansSC_700Bold.ttf    NotoSans_700Bold.ttf    ZixinSans-Bold.ttf    Bold

Both sources stand under the SIL Open Font License 1.1. The result does too; it must not use the reserved name "Source",
hence its own name, and the two licence texts in ``resources/fonts`` go along with it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Zixin Sans"
COPYRIGHT = (
    "(c) 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'. / Copyright 2022 The Noto Project Authors"
)
LICENCE = "SIL Open Font License, Version 1.1."

LATIN_AND_CYRILLIC = [*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x400, 0x530), *range(0x2000, 0x2070)]
SIGNS = [ord(sign) for sign in "€₽₸№™−≤≥≠≈∞√∑∂∆◊✓"]
# The line of Noto Sans: the Chinese font's own typographic line (880/-120) would cut the tails of g, p, y and щ.
LINE_METRICS = {
    "hhea": {"ascent": 1069, "descent": -293, "lineGap": 0},
    "OS/2": {"sTypoAscender": 1069, "sTypoDescender": -293, "sTypoLineGap": 0, "usWinAscent": 1160, "usWinDescent": 293},
}
CHINESE_PUNCTUATION = [*range(0x3000, 0x3040), *range(0xFE30, 0xFE50), *range(0xFF00, 0xFFF0)]


def chinese_characters() -> set[int]:
    """Every character of GBK: GB2312 alone lacks 喆 堃 镕 垚, which stand in names of people and companies."""
    found = {*CHINESE_PUNCTUATION, *SIGNS}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode("gbk", errors="ignore")
            found.update(ord(char) for char in text)
    return found


def cut(source: Path, characters: set[int]) -> TTFont:
    """``source`` with only ``characters``; hinting and layout tables dropped, outlines untouched."""
    font = TTFont(source)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = []
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def rename(font: TTFont, style: str) -> None:
    """A new name table: family, style, copyright and licence for both platforms."""
    table = font["name"]
    table.names = []
    full = f"{FAMILY} {style}"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    texts = {0: COPYRIGHT, 1: FAMILY, 2: style, 3: f"{full} 1", 4: full, 5: "Version 1.0", 6: postscript, 13: LICENCE}
    for name_id, text in texts.items():
        table.setName(text, name_id, 1, 0, 0)
        table.setName(text, name_id, 3, 1, 0x409)


def make(chinese: Path, latin: Path, target: Path, style: str) -> int:
    """Write the merged font to ``target`` and return how many characters it has."""
    ours = (set(LATIN_AND_CYRILLIC) | set(SIGNS)) & TTFont(latin).getBestCmap().keys()
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for source, characters in ((latin, ours), (chinese, chinese_characters() - ours)):
            part = Path(folder) / source.name
            cut(source, characters).save(part)
            parts.append(str(part))
        merged = Merger().merge(parts)
    for table, metrics in LINE_METRICS.items():
        for name, value in metrics.items():
            setattr(merged[table], name, value)
    merged["OS/2"].fsType = 0
    rename(merged, style)
    merged.save(target)
    return len(merged.getBestCmap())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chinese", type=Path)
    parser.add_argument("latin", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("style", choices=("Regular", "Bold"))
    asked = parser.parse_args()
    count = make(asked.chinese, asked.latin, asked.target, asked.style)
    print(f"{asked.target}: {count} characters, {asked.target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
