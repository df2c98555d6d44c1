"""What ``pip install .`` brings, and what the lock files fix."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.browser.server import Server, direct, free_port, stop
from trustfund import __version__
from trustfund.store.places import PACKAGE, PROJECT

DEPENDENCIES = [
    Requirement(line)
    for line in tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["dependencies"]
]
PINNED = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
LOCKS = [*PINNED.values(), "requirements-lowest.lock"]


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with what is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder that holds what the wheel brings."""
    folder = wheel.parent / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def files_below(folder: Path) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_holds_the_code_and_of_the_rest_what_the_program_reads(installed: Path):
    files = [file for file in (PROJECT / "data/funds").rglob("*") if file.is_file()]
    lists = {"data/countries.csv", *(file.relative_to(PROJECT).as_posix() for file in files)}
    sample = {f"data/sample/{file.name}" for file in (PROJECT / "data/sample").glob("*.csv")}
    packed = files_below(installed / "trustfund" / "_project")
    assert packed == {"dashboard.py", ".streamlit/config.toml", *lists, *sample}
    code = {f for f in files_below(installed / "trustfund") if not f.startswith("_project/")}
    assert code == files_below(PACKAGE)
    assert {path.name for path in installed.iterdir()} == {
        "trustfund",
        f"trustfund-{__version__}.dist-info",
    }


def test_the_wheel_says_its_version_its_licence_and_its_command(installed: Path):
    (about,) = installed.glob("*.dist-info")
    metadata = (about / "METADATA").read_text(encoding="utf-8")
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata
    assert (about / "licenses" / "LICENSE").is_file()
    assert "trustfund = trustfund.commands.program:main" in (about / "entry_points.txt").read_text()


@pytest.mark.slow
def test_an_installed_program_serves_the_store_below_the_current_folder(
    installed: Path, sample_file: Path, tmp_path: Path
):
    port = free_port()
    own = ("TRUSTFUND_", "STREAMLIT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environment |= {"PYTHONPATH": str(installed), "STREAMLIT_SERVER_PORT": str(port)}
    office = tmp_path / "office"
    (office / "data").mkdir(parents=True)
    shutil.copy(sample_file, office / "data" / "trustfund.db")
    log = tmp_path / "server.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "trustfund", "serve"],
            cwd=office,
            env={**environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        server.wait_until_healthy()
        assert direct.open(f"{server.url}/health", timeout=30).read() == b"ok"
        page = direct.open(f"{server.url}/contributions", timeout=30)
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        deposits = direct.open(f"{server.url}/exports/deposits.csv", timeout=30).read()
        assert b"MCS00-D-0001," in deposits
        assert server.sign_in_link()
    finally:
        stop(process)
    assert (office / "data" / "trustfund.key").is_file()


# Pins, floors and locks


def pins(name: str) -> dict[str, str]:
    """The versions that a file pins, by the name of the package."""
    lines = (PROJECT / name).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)(?:\[\w+\])?==([^\s;\\]+)", lines, re.MULTILINE)
    return {canonicalize_name(package): version for package, version in found}


@pytest.mark.parametrize("name", PINNED)
def test_a_lock_file_pins_what_its_requirements_pin(name: str):
    locked = pins(PINNED[name])
    assert {package: locked.get(package) for package in pins(name)} == pins(name), "make lock"


def test_tests_run_on_the_versions_that_the_product_runs_on():
    locked, tested = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {package: tested.get(package) for package in locked} == locked, "make lock"


def test_the_package_needs_what_is_pinned_and_the_pins_are_new_enough():
    pinned = pins("requirements.txt")
    assert sorted(canonicalize_name(needed.name) for needed in DEPENDENCIES) == sorted(pinned)
    for needed in DEPENDENCIES:
        assert pinned[canonicalize_name(needed.name)] in needed.specifier, needed


def test_the_oldest_dependencies_are_those_that_are_tested():
    lowest = pins("requirements-lowest.lock")
    for needed in DEPENDENCIES:
        (floor,) = needed.specifier
        assert floor.operator == ">="
        tested = Requirement(f"{needed.name}=={floor.version}").specifier
        assert lowest[canonicalize_name(needed.name)] in tested, f"{needed}: make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_place_to_fetch_from(name: str):
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("name", PINNED.values())
def test_every_package_of_a_lock_file_has_its_hashes(name: str):
    text = (PROJECT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(name))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_on_the_oldest_dependencies_is_there():
    asked = subprocess.run(
        ["make", "--dry-run", "test-lowest"], cwd=PROJECT, capture_output=True, text=True
    )
    tests = re.findall(r"\btests/\S+", asked.stdout)
    assert len(tests) > 10
    assert [name for name in tests if not (PROJECT / name).exists()] == []
