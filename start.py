"""Set up what is missing, then run Zixin.

    python3 start.py                     the window (without a display: the sample company, and where its documents are)
    python3 start.py test [--all] [...]  the tests; further arguments go to pytest
    python3 start.py COMMAND ...         a command of the program; `python3 start.py --help` lists them

On Windows write `py start.py`. Only the standard library is used here. The first start makes the folder `.venv` from
`requirements.lock` and needs the network once; later starts only compare a stamp and hand over to the program.
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
STAMP = os.path.join(VENV, "zixin.stamp")
LIBRARIES_FOUND = os.path.join(VENV, "zixin.libraries")
WINDOWS = os.name == "nt"
BIN = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(BIN, "python.exe" if WINDOWS else "python")


def main(args: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
        print(f"Zixin needs Python 3.11 or newer; this is Python {sys.version_info[0]}.{sys.version_info[1]}.", file=sys.stderr)
        return 1
    if _wanted() != _read(STAMP) and not _set_up():
        return 1
    if not os.path.exists(LIBRARIES_FOUND):
        _check_libraries()
    if args[:1] == ["test"]:
        os.chdir(ROOT)
        everything = ["-m", "slow or not slow"] if "--all" in args else []
        return _hand_over(["-m", "pytest", *everything, *_workers(args), *(arg for arg in args[1:] if arg != "--all")])
    # -P: a folder "app" where the user happens to stand is not our program.
    return _hand_over(["-P", "-m", "app", *args])


def _workers(args: list[str]) -> list[str]:
    """The tests run on all cores, at most four: each worker opens windows of its own and wants memory for them.

    With ``--all`` one after the other, because some of those tests measure.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores < 2 or "--all" in args or any(arg.startswith(("-n", "--numprocesses")) for arg in args):
        return []
    return ["-n", str(min(cores, 4)), "--dist", "worksteal"]


def _hand_over(arguments: list[str]) -> int:
    sys.stdout.flush()
    if not WINDOWS:
        os.execv(PYTHON, [PYTHON, *arguments])
    import subprocess

    return subprocess.call([PYTHON, *arguments])


def _wanted() -> bytes:
    """What the environment is made from: the lock, the interpreter, and where it stands (a moved folder is made anew)."""
    return _read(LOCK) + sys.version.encode() + ROOT.encode()


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


# --- from here on only when something is missing ----------------------------------------------------------------------


def _set_up() -> bool:
    texts = _texts()
    try:
        import ensurepip  # noqa: F401 - Debian ships it apart, as python3-venv
    except ImportError:
        print(texts("start.no_venv", command="sudo apt-get install python3-venv"), file=sys.stderr)
        return False
    print(texts("start.setting_up", folder=VENV), flush=True)
    if not _make_environment():
        print(texts("start.no_packages"), file=sys.stderr)
        return False
    _link_source()
    _run(PYTHON, "-m", "compileall", "-q", os.path.join(ROOT, "app"))  # else the first window waits for it
    with open(STAMP, "wb") as stamp:
        stamp.write(_wanted())
    return True


def _texts() -> Texts:  # noqa: F821 - imported below, when it is needed
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    from app.texts import Texts, guess_language

    return Texts.load(guess_language(os.environ))


def _make_environment() -> bool:
    """A fresh virtual environment with exactly the locked packages, each proven by its hash."""
    base = getattr(sys, "_base_executable", sys.executable)
    if not _run(base, "-m", "venv", "--clear", VENV):
        return False
    uv = os.path.join(BIN, "uv.exe" if WINDOWS else "uv")
    fetched = _run(PYTHON, "-m", "pip", "install", "-q", "--only-binary=:all:", "uv")  # several times faster than pip
    if fetched and _run(uv, "pip", "sync", "-q", "--require-hashes", "--compile-bytecode", "--python", PYTHON, LOCK):
        return True
    return _run(PYTHON, "-m", "pip", "install", "-q", "--only-binary=:all:", "--require-hashes", "-r", LOCK)


def _link_source() -> None:
    """Put the source tree on the path of the environment and a `zixin` command beside its Python."""
    import sysconfig

    scheme = "nt" if WINDOWS else "posix_prefix"
    packages = sysconfig.get_path("purelib", scheme, {"base": VENV, "platbase": VENV})
    with open(os.path.join(packages, "zixin-source.pth"), "w", encoding="utf-8") as link:
        link.write(ROOT + "\n")
    launcher = os.path.join(BIN, "zixin.cmd" if WINDOWS else "zixin")
    with open(launcher, "w", encoding="utf-8") as script:
        script.write(f'@"{PYTHON}" -P -m app %*\n' if WINDOWS else f'#!/bin/sh\nexec "{PYTHON}" -P -m app "$@"\n')
    os.chmod(launcher, 0o755)


def _check_libraries() -> None:
    """Install the missing system libraries where we may, else name the one line that does. Commands run without them."""
    texts = _texts()
    from app.machine import install_command, missing_libraries

    missing = missing_libraries()
    if missing and os.geteuid() == 0 and _run("apt-get", "update", "-q", quiet=True):
        print(texts("start.installing", packages=" ".join(missing)), flush=True)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _run("apt-get", "install", "-y", "-q", "--no-install-recommends", *missing, quiet=True)
        missing = missing_libraries()
    if missing:
        print(texts("machine.libraries", command=install_command(missing)), file=sys.stderr)
        return
    with open(LIBRARIES_FOUND, "w", encoding="utf-8"):
        pass


def _run(*command: str, quiet: bool = False) -> bool:
    import subprocess

    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL if quiet else None) == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
