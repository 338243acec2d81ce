"""Where a live store may lie: a local disk. Network drives lose SQLite's locks, sync folders copy half-written files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.models.domain.errors import EnvironmentFault

_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "davfs", "ceph", "glusterfs", "lustre",
                  "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs2", "fuse.glusterfs", "fuse.s3fs", "fuse.curlftpfs"}
_SYNC_FOLDERS = ("onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "iclouddrive", "nextcloud", "owncloud",
                 "yandexdisk", "yandex.disk", "яндекс.диск", "облако mail.ru", "nutstore", "坚果云", "baidusyncdisk",
                 "百度云同步盘")
_REMOTE_DRIVE = 4       # what GetDriveTypeW answers for a mapped network drive


def _unescape(field: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, char)
    return field


def file_system_type(path: Path, mounts: str) -> str:
    """Return the type of the file system that holds ``path``, given the text of /proc/mounts; "" if not found."""
    best, kind = -1, ""
    target = path.as_posix()
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = _unescape(parts[1])
        inside = point == "/" or target == point or target.startswith(point + "/")
        if inside and len(point) >= best:
            best, kind = len(point), parts[2]
    return kind


def sync_folder_of(path: Path) -> str:
    """Return the name of the cloud folder above ``path``, "" if there is none known."""
    for part in path.parts[:-1]:
        low = part.casefold()
        if any(low == name or low.startswith((name + " ", name + "-")) for name in _SYNC_FOLDERS):
            return part
    return ""


def _on_network(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        if str(path).startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _REMOTE_DRIVE)
    table = Path("/proc/mounts")
    if not table.exists():
        return False
    return file_system_type(path, table.read_text(encoding="utf-8", errors="replace")) in _NETWORK_TYPES


def check_place(path: Path) -> None:
    """EnvironmentFault when a live store must not lie at ``path``."""
    real = Path(os.path.realpath(path))
    if _on_network(real):
        raise EnvironmentFault("store.network_folder", path=str(path))
    folder = sync_folder_of(real)
    if folder:
        raise EnvironmentFault("store.sync_folder", path=str(path), folder=folder)
