import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOM = Path(__file__).parents[1]
LOCK = (ROOM / "requirements.lock").read_text()


def _unmet(lock: str) -> list[str]:
    """Names of the packages of pyproject.toml that a lock lacks, or has in a version which is not asked for."""
    versions: dict[str, list[str]] = {}  # of a package by its name: several where platforms differ
    for line in re.findall(r"^[^#\s].*", lock, re.MULTILINE):
        pin = Requirement(line)
        versions.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    project = tomllib.loads((ROOM / "pyproject.toml").read_text())["project"]
    wanted = map(Requirement, [*project["dependencies"], *project["optional-dependencies"]["dev"]])
    return [
        package.name
        for package in wanted
        if not (found := versions.get(canonicalize_name(package.name)))
        or not all(package.specifier.contains(version) for version in found)
    ]


def test_the_lock_has_what_pyproject_asks_for():
    assert _unmet(LOCK) == [], "renew requirements.lock: README.md says how"


@pytest.mark.parametrize(
    "line", ["", "numpy==1.26.4", "numpy==3.0.0", "numpy==2.4.6\nnumpy==1.26.4 ; python_version < '3.12'"]
)
def test_a_lock_without_a_package_or_with_another_version_is_noticed(line):
    assert _unmet(re.sub(r"^numpy==.*$", line, LOCK, flags=re.MULTILINE)) == ["numpy"]


def test_the_lock_names_no_index_and_no_place_of_a_machine():
    assert not re.search(r"://|^-|\s@\s", LOCK, re.MULTILINE)
