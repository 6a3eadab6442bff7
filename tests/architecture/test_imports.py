"""Who imports whom: no rings, doors used, purity kept; each checker is tried on a bad sample."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from . import measure

MODULES = measure.modules()
LINKS = measure.graph(MODULES)
PURE = [name for name, path in MODULES.items() if measure.is_pure(path.read_text("utf-8"))]


def test_import_contracts_hold() -> None:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=measure.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_contracts_name_every_room() -> None:
    text = (measure.ROOT / "pyproject.toml").read_text()
    plain = text.replace("(", "").replace(")", "").replace(" | ", '", "')  # rooms side by side
    layers = plain.split('type = "layers"')[1].split("]", 1)[0]
    rooms = {name for name in MODULES if name.count(".") == 1 and MODULES[name].name == "__init__.py"}
    assert {room for room in rooms if f'"{room}"' not in layers} == set()


def test_no_module_is_in_an_import_ring() -> None:
    assert measure.cycles(LINKS) == []


def test_rooms_are_entered_by_their_doors() -> None:
    wrong = {}
    for name, path in MODULES.items():
        if bad := measure.wrong_doors(name, measure.wanted_by(name, path)):
            wrong[name] = bad
    assert wrong == {}


def test_every_module_of_a_pure_package_says_so() -> None:
    packages = tuple(f"kotinos.{package}" for package in measure.PURE_PACKAGES)
    silent = [n for n in MODULES if n.startswith(packages) and n not in PURE]
    assert silent == []


def test_pure_modules_reach_no_web_framework_and_no_database() -> None:
    assert [bad for name in PURE for bad in measure.impure_imports(name, MODULES, LINKS)] == []


@pytest.mark.parametrize("package", measure.PURE_PACKAGES)
def test_pure_package_has_a_property_test(package: str) -> None:
    assert measure.property_tests(package), f"no hypothesis property in tests/{package}"


def test_ring_finder_sees_a_ring() -> None:
    assert measure.cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert measure.cycles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_door_checker_sees_a_window() -> None:
    found = measure.wrong_doors("kotinos.live.fold", {"kotinos.games.models.Row", "kotinos.games.api.rows"})
    assert found == ["kotinos.games.models.Row"]
    assert measure.wrong_doors("kotinos.site.urls", {"kotinos.games.web.urls"}) == []
    assert measure.wrong_doors("kotinos.live.web", {"kotinos.games.web.urls"}) == ["kotinos.games.web.urls"]


def test_purity_checker_follows_imports(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('"""Adds. Pure."""\nfrom . import b\n')
    (tmp_path / "b.py").write_text("import sqlite3\n")
    sources = {"x.a": tmp_path / "a.py", "x.b": tmp_path / "b.py"}
    assert measure.is_pure(sources["x.a"].read_text())
    assert measure.graph(sources) == {"x.a": {"x.b"}, "x.b": set()}
    assert measure.impure_imports("x.a", sources, measure.graph(sources)) == ["x.a reaches sqlite3 in x.b"]


def test_property_finder_needs_a_property_of_that_package(tmp_path: Path) -> None:
    (tmp_path / "odf").mkdir()
    (tmp_path / "odf" / "test_one.py").write_text("from kotinos.odf import rsc\ndef test_a(): ...\n")
    assert measure.property_tests("odf", tmp_path) == []
    (tmp_path / "odf" / "test_two.py").write_text("import kotinos.odf\n@given(x)\ndef test_a(x): ...\n")
    assert [path.name for path in measure.property_tests("odf", tmp_path)] == ["test_two.py"]
