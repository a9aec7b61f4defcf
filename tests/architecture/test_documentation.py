"""The README names what there is, and tells nobody to run what there is not."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from eval.cli.app import app as eval_app
from service.cli.app import make_app
from service.errors import ErrorCode
from service.settings import PREFIX, Settings
from tests.documented import code_in_words

ROOT = Path(__file__).parents[2]
README, MAKEFILE = ROOT / "README.md", ROOT / "Makefile"

pytestmark = pytest.mark.skipif(not README.exists(), reason="the sources are not beside the tests")

_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
_TARGET_WITH_HELP = re.compile(r"^([a-z-]+):.*##", re.MULTILINE)


@cache
def enthesis() -> TyperGroup:
    app = make_app()
    app.add_typer(eval_app, name="eval")
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    return command


def every_command(group: TyperGroup, path: str = "enthesis") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from every_command(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def readme() -> str:
    return README.read_text(encoding="utf-8")


def commands_shown(program: str) -> list[str]:
    """The lines of the README's code blocks that run ``program``, without prompt, comment or redirection."""
    lines = (line.strip().removeprefix("$ ") for block in _FENCED.findall(readme()) for line in block.splitlines())
    return [line for line in lines if line.startswith(f"{program} ")]


def words_of(line: str) -> list[str]:
    words = shlex.split(line, comments=True)
    ends = [place for place, word in enumerate(words) if re.fullmatch(r"[|;&]+|\d?>.*", word)]
    return words[1 : ends[0] if ends else None]


def makefile_targets(pattern: re.Pattern[str]) -> list[str]:
    return pattern.findall(MAKEFILE.read_text(encoding="utf-8")) if MAKEFILE.exists() else []


def is_named(words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", readme()) is not None


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_named(name: str) -> None:
    assert is_named(f"{PREFIX}{name.upper()}")


@pytest.mark.parametrize("code", [code.value for code in ErrorCode])
def test_every_error_code_is_named(code: str) -> None:
    assert is_named(f"`{code}`")


@pytest.mark.parametrize("command", list(every_command(enthesis())))
def test_every_command_is_named(command: str) -> None:
    assert is_named(command)


@pytest.mark.parametrize("target", makefile_targets(_TARGET_WITH_HELP))
def test_every_target_of_make_is_named(target: str) -> None:
    assert is_named(f"make {target}")


def test_every_variable_with_our_prefix_is_a_setting() -> None:
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", readme())) <= settings


def test_every_make_command_shown_can_be_run() -> None:
    shown = commands_shown("make")
    assert shown
    targets = {word for line in shown for word in words_of(line) if "=" not in word}
    assert targets <= set(makefile_targets(_TARGET))


def test_every_enthesis_command_shown_can_be_run() -> None:
    shown = commands_shown("enthesis")
    assert shown
    assert [line for line in shown if not can_be_run(enthesis(), words_of(line))] == []


def test_every_enthesis_command_named_within_a_line_can_be_run() -> None:
    named = {code for code in code_in_words() if code.startswith("enthesis ") and "…" not in code}
    assert named
    assert sorted(code for code in named for line in code.split("&&") if not is_there(words_of(line.strip()))) == []


def is_there(words: list[str]) -> bool:
    """Say whether ``words`` can be run, or name a group of commands."""
    group: Any = enthesis()
    for word in words:
        group = group.commands.get(word) if isinstance(group, TyperGroup) else None
    return isinstance(group, TyperGroup) or can_be_run(enthesis(), words)


def can_be_run(group: TyperGroup, words: list[str]) -> bool:
    """Say whether ``words`` lead to a command that has every option among them."""
    if words == ["--help"]:
        return True
    command = group.commands.get(words[0]) if words else None
    if isinstance(command, TyperGroup):
        return can_be_run(command, words[1:])
    options = {option for parameter in command.params for option in parameter.opts} if command else set()
    given = {word.split("=")[0] for word in words[1:] if re.match(r"-{1,2}[a-z]", word)}
    return command is not None and given <= options | {"--help"}


@pytest.mark.parametrize(
    ("line", "can_be"),
    [
        ("enthesis ask 'Why?' --json", True),
        ("enthesis --help", True),
        ("enthesis corpus add --starter # with it", True),
        ("enthesis search x -k 5 | less --raw", True),
        ("enthesis corpus", False),
        ("enthesis forget x", False),
        ("enthesis corpus fetch --query x", False),
        ("enthesis ask 'Why?' --jason", False),
    ],
)
def test_this_test_knows_which_commands_there_are(line: str, can_be: bool) -> None:  # noqa: FBT001
    assert can_be_run(enthesis(), words_of(line)) is can_be
