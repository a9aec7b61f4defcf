"""What can be told of the image without building it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "Dockerfile"

pytestmark = pytest.mark.skipif(not DOCKERFILE.exists(), reason="the sources are not beside the tests")


@dataclass(frozen=True)
class Instruction:
    name: str
    words: str


def instructions() -> list[Instruction]:
    lines = [line for line in DOCKERFILE.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    return [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def stages() -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for instruction in instructions():
        if instruction.name == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


def words_of(stage: list[Instruction], name: str) -> list[str]:
    return [instruction.words for instruction in stage if instruction.name == name]


def copied_from_the_checkout() -> list[str]:
    copies = [words.split() for stage in stages() for words in words_of(stage, "COPY")]
    return [source for words in copies if not words[0].startswith("--from") for source in words[:-1]]


def is_left_out(path: str) -> bool:
    """Say whether .dockerignore keeps ``path`` from the build: the last pattern that fits it or a parent decides."""
    left_out = False
    places = [path, *(str(parent) for parent in PurePosixPath(path).parents)]
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip().removeprefix("!").removeprefix("**/")
        anywhere = "**/" in line
        if not pattern or line.startswith("#"):
            continue
        if any(fnmatchcase(PurePosixPath(place).name if anywhere else place, pattern) for place in places):
            left_out = not line.startswith("!")
    return left_out


def test_what_builds_the_wheel_is_not_in_the_image() -> None:
    first, last = stages()
    assert any("python -m build --wheel" in words for words in words_of(first, "RUN"))
    assert not any(" build" in words for words in words_of(last, "RUN"))
    assert [words for words in words_of(last, "COPY") if words.startswith("--from=build")] == [
        "--from=build /wheels /wheels"
    ]


def test_it_runs_as_an_ordinary_user() -> None:
    user = words_of(stages()[-1], "USER")[-1]
    assert user not in {"root", "0"}
    assert any(f"useradd --create-home --uid 10001 {user}" in words for words in words_of(stages()[-1], "RUN"))


def test_nothing_is_installed_after_the_user_is_an_ordinary_one() -> None:
    names = [instruction.name for instruction in stages()[-1]]
    assert not {"RUN", "COPY", "ADD"} & set(names[names.index("USER") :])


def test_its_health_is_its_readiness() -> None:
    (check,) = words_of(stages()[-1], "HEALTHCHECK")
    assert "/readyz" in check
    assert "--start-period" in check


def test_it_serves_to_the_outside_and_keeps_its_data_in_a_volume() -> None:
    stage = stages()[-1]
    environment = dict(word.split("=", 1) for words in words_of(stage, "ENV") for word in words.split())
    assert environment["ENTHESIS_HOST"] == "0.0.0.0"  # noqa: S104 - in a container
    assert words_of(stage, "VOLUME") == [environment["ENTHESIS_DATA_DIR"]]
    assert words_of(stage, "CMD") == ['["enthesis", "serve"]']


@pytest.mark.parametrize("source", copied_from_the_checkout() if DOCKERFILE.exists() else [])
def test_what_is_copied_exists_and_is_sent_to_the_builder(source: str) -> None:
    assert (ROOT / source).exists()
    assert not is_left_out(source)


@pytest.mark.parametrize(
    "path", ["corpus/starter/records.jsonl", "corpus/schema/0001_documents.sql", "service/page/index.html"]
)
def test_the_packages_data_is_sent_to_the_builder(path: str) -> None:
    assert not is_left_out(path)


@pytest.mark.parametrize("path", [".git/config", ".venv/bin/python", "var/corpus.sqlite", "tests/conftest.py", ".env"])
def test_what_is_not_of_the_wheel_is_not_sent(path: str) -> None:
    assert is_left_out(path)


def test_compiled_files_are_not_sent() -> None:
    assert is_left_out("corpus/__pycache__/store.cpython-311.pyc")


def test_one_torch_is_named_everywhere() -> None:
    pinned = {
        name: set(re.findall(r"\btorch==([\w.]+)", (ROOT / name).read_text(encoding="utf-8")))
        for name in ("Dockerfile", "Makefile", "constraints.txt")
    }
    assert len(set.union(*pinned.values())) == 1
    assert all(pinned.values())
