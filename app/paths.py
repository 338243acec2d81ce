"""Where things lie: resources of the program, data and caches of the user.

The program runs from a source tree, from an installed wheel and as a frozen folder. In the first two ``resources``
stands beside the package ``app``; a frozen program unpacks it below ``sys._MEIPASS``. ``ZIXIN_HOME`` moves
everything that belongs to the user into one folder (tests, a stick, a shared machine).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP_NAME = "zixin"
STORE_SUFFIX = ".zixin"


def resources() -> Path:
    """Folder with methodology, texts, themes, icons, fonts, help and sample; read-only."""
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return base / "resources"


def font_files() -> dict[str, Path]:
    """The bundled font by style; the same two files serve the window, the charts and the PDF."""
    folder = resources() / "fonts"
    return {"regular": folder / "ZixinSans-Regular.ttf", "bold": folder / "ZixinSans-Bold.ttf"}


def user_data() -> Path:
    """Folder of what the user must not lose; not created here."""
    return _user_folder("data")


def user_cache() -> Path:
    """Folder of what can be made again (font lists, previews); not created here."""
    return _user_folder("cache")


def user_logs() -> Path:
    """Folder of crash reports and logs; not created here."""
    return _user_folder("logs")


def default_store() -> Path:
    """The store that is opened when none is named."""
    return user_data() / f"store{STORE_SUFFIX}"


def backups(store: Path) -> Path:
    """Folder of the automatic backups of ``store``: beside it, so that they travel with it."""
    return store.parent / f"{store.stem}-backups"


def _user_folder(kind: str) -> Path:
    home = os.environ.get("ZIXIN_HOME")
    if home:
        return Path(home) / kind
    import platformdirs  # 27 ms that a named store does not need

    find = {
        "data": platformdirs.user_data_path,
        "cache": platformdirs.user_cache_path,
        "logs": platformdirs.user_log_path,
    }[kind]
    return find(APP_NAME, appauthor=False)
