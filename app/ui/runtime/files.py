"""Writing a file where somebody chose to have it."""

from __future__ import annotations

from pathlib import Path


def write_file(path: Path, data: bytes) -> Path:
    """Write ``data`` beside ``path``, read it back and rename. For worker threads.

    EnvironmentFault when the disk refuses, TargetInUse (a UserError) when another program holds the file; an old file of
    that name is whole in any case.
    """
    from app.services.documents.saving import save

    return save(path, data, paper=False)
