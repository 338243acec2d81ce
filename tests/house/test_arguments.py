"""The command line: options before and after the command, help and errors in the user's language, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import VERSION
from app.cli.arguments import command_names, parse


def _exit(argv: list[str], capsys: pytest.CaptureFixture[str], **environ: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        parse(argv, environ, VERSION)
    written = capsys.readouterr()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, written.out + written.err


@pytest.mark.parametrize("argv", [["--store", "a.zixin", "--lang", "ru", "check"], ["check", "--lang=ru", "--store", "a.zixin"]])
def test_common_options_stand_before_or_after_the_command(argv: list[str]) -> None:
    args = parse(argv, {}, VERSION)
    assert (args.command, args.store, args.lang, args.texts.lang) == ("check", Path("a.zixin"), "ru", "ru")


def test_without_arguments_the_window_is_meant_in_the_language_of_the_system() -> None:
    args = parse([], {"LANG": "zh_CN.UTF-8"}, VERSION)
    assert (args.command, args.window, args.lang, args.store) == (None, False, "zh", None)
    assert parse([], {"LANG": "C.UTF-8"}, VERSION).lang == "en"


def test_a_language_that_was_given_is_told_from_one_that_was_guessed() -> None:
    assert not parse(["--window"], {"LANG": "zh_CN.UTF-8"}, VERSION).lang_given
    assert parse(["--lang", "zh"], {"LANG": "zh_CN.UTF-8"}, VERSION).lang_given


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_every_command_explains_itself_in_every_language(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, overview = _exit(["--lang", lang, "--help"], capsys)
    assert code == 0
    for name in command_names():
        assert name in overview
        code, text = _exit([name, "--help", "--lang", lang], capsys)
        assert code == 0
        assert lang == "en" or "usage:" not in text


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["sing"], "sing"),
        (["demo"], "DIR"),
        (["export", "poem", "--customer", "1", "--out", "x"], "poem"),
        (["export", "dossier", "--out", "x"], "--customer"),
        (["export", "dossier", "--all", "--grade", "A", "--out", "x"], "--all"),
        (["export", "grade-list", "--all", "--out", "x"], "grade-list"),
        (["export", "dossier", "--grade", "A+", "--out", "x"], "A+"),
        (["rate", "--as-of"], "--as-of"),
        (["review", "due", "--days", "soon"], "soon"),
        (["review", "due", "--days", "-5"], "-5"),
        (["rate", "--as-of", "31.02.2025"], "31.02.2025"),
        (["rate", "--as-of", "yesterday"], "yesterday"),
        (["check", "--loudly"], "--loudly"),
        (["rate", "--lang", "fr"], "fr"),
    ],
)
def test_wrong_usage_is_told_in_words_with_exit_code_2(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = _exit(argv, capsys, LANG="ru_RU.UTF-8")
    assert code == 2
    assert said in text
    assert "--help" in text
    assert "argument " not in text


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit(["--version"], capsys) == (0, f"Zixin {VERSION}\n")
