"""One window per store: a second start raises the window that is there instead of opening the file twice."""

from __future__ import annotations

import zlib
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, QThread, Signal

_WAIT_MS = 1000
_TRIES, _PAUSE_MS = 8, 250


class Instance(QObject):
    """Guard of one store. ``acquire`` first; ``listen`` once the store is open (it loads QtNetwork)."""

    raise_asked = Signal()

    def __init__(self, store: Path) -> None:
        super().__init__()
        self._name = f"zixin-{zlib.crc32(str(store.resolve()).encode()):08x}"
        self._lock = QLockFile(f"{QDir.tempPath()}/{self._name}.lock")
        self._lock.setStaleLockTime(0)  # a lock of a process that is gone is taken over, one of a living process never
        self._server: QObject | None = None

    def acquire(self) -> bool:
        """True when this is the only window of the store."""
        return self._lock.tryLock(0)

    def ask_other_to_raise(self) -> bool:
        """Ask the window that holds the store to come to the front; one that is still starting answers a moment later."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        for _ in range(_TRIES):
            socket.connectToServer(self._name)
            if socket.waitForConnected(_WAIT_MS):
                break
            QThread.msleep(_PAUSE_MS)
        else:
            return False
        socket.write(b"raise\n")
        sent = socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        return sent

    def listen(self) -> None:
        """Answer other starts from now on."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._called)
        server.listen(self._name)
        self._server = server

    def release(self) -> None:
        """Give the store free and stop answering."""
        if self._server is not None:
            self._server.close()  # type: ignore[attr-defined]
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    def _called(self) -> None:
        socket = self._server.nextPendingConnection()  # type: ignore[union-attr]
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raise_asked.emit()
