"""Writing a file where somebody chose to have it."""

from __future__ import annotations

from pathlib import Path

from app.models.domain.errors import EnvironmentFault
from app.models.files import atomic_write


def write_file(path: Path, data: bytes) -> Path:
    """Write ``data`` beside ``path`` and rename; EnvironmentFault when the disk refuses. For worker threads."""
    try:
        atomic_write(path, data)
    except OSError as error:
        raise EnvironmentFault("ui.preview.not_written", path=str(path), reason=error.strerror or type(error).__name__) from error
    return path
