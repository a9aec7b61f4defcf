from __future__ import annotations

import importlib
import shutil
import subprocess
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.packaging.conftest import ROOT

PACKAGES = ("corpus", "index", "service", "eval")


def names_in(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_the_name(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"enthesis"}


@pytest.mark.parametrize("name", PACKAGES)
def test_it_imports_as_a_regular_package(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).name == "__init__.py"


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not in a git checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", *PACKAGES]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    sources = {name for name in listed if name and (ROOT / name).exists()}
    assert {name for name in names_in(wheel) if ".dist-info/" not in name} == sources


@pytest.mark.parametrize("name", PACKAGES)
def test_the_wheel_says_that_it_is_typed(wheel: Path, name: str) -> None:
    assert f"{name}/py.typed" in names_in(wheel)


def test_the_wheel_brings_its_licence(wheel: Path) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names_in(wheel))


def test_the_command_is_the_evaluations_which_has_every_other() -> None:
    (command,) = entry_points(group="console_scripts", name="enthesis")
    assert command.value == "eval.__main__:main"
    assert callable(command.load())
