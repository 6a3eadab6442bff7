"""What the house measures of itself: sizes, annotations, docstrings, imports, words. Used by the bench too.

Every checker takes source text and gives findings, so that it can be tried on a bad sample.
"""

from __future__ import annotations

import ast
import functools
import graphlib
import math
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
Functions = (ast.FunctionDef, ast.AsyncFunctionDef)

PURE_PACKAGES = ("odf", "sport", "formats", "rehearsal")
IMPURE = frozenset({"django", "ninja", "jinja2", "psycopg", "sqlite3"})


def modules(under: Path = SRC / "kotinos") -> dict[str, Path]:
    """Dotted name to file of every module we write; migrations are generated and stay out."""
    found = {}
    for path in sorted(under.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        parts = path.relative_to(under.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def code_lines(lines: Iterable[str]) -> int:
    """Lines that are neither blank nor only a comment."""
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def function_lines(source: str) -> Iterator[tuple[str, int]]:
    """Name and code lines of every function, its signature and docstring among them."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Functions):
            yield node.name, code_lines(lines[node.lineno - 1 : node.end_lineno])


def p95(values: Iterable[int]) -> int:
    """The nearest-rank 95th percentile; 0 of nothing."""
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1] if ordered else 0


def unannotated(source: str) -> list[str]:
    """Functions that lack an annotation of an argument or of what they give back."""
    return [f"{node.lineno} {node.name}" for node in _functions(source) if not is_annotated(node)]


def annotated_share(sources: Iterable[str]) -> float:
    """How many functions of a hundred are annotated in full."""
    nodes = [node for source in sources for node in _functions(source)]
    return 100 * sum(map(is_annotated, nodes)) / max(len(nodes), 1)


def _functions(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, Functions)]


def is_annotated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether every argument but ``self`` and ``cls`` is annotated, and the return too."""
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    given += [extra for extra in (node.args.vararg, node.args.kwarg) if extra]
    bare = [arg for arg in given if arg.annotation is None and arg.arg not in ("self", "cls", "mcs")]
    return not bare and node.returns is not None


def undocumented(source: str) -> list[str]:
    """The module, and its public functions and classes, that say nothing of themselves."""
    tree = ast.parse(source)
    missing = [] if ast.get_docstring(tree) else ["1 module"]
    for node in tree.body:
        named = isinstance(node, (*Functions, ast.ClassDef)) and not node.name.startswith("_")
        if named and not ast.get_docstring(node) and not _is_overload(node):
            missing.append(f"{node.lineno} {node.name}")
    return missing


def _is_overload(node: ast.AST) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "overload" for d in getattr(node, "decorator_list", []))


def is_pure(source: str) -> bool:
    """Whether the module's docstring promises purity: its first line ends in "Pure."."""
    doc = ast.get_docstring(ast.parse(source)) or ""
    return doc.split("\n", 1)[0].endswith("Pure.")


def hidden_imports(source: str) -> list[str]:
    """Imports inside functions without ``slow`` or ``optional`` and a reason in a comment beside them."""
    lines = source.splitlines()
    found = []
    for function in _functions(source):
        for node in ast.walk(function):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                beside = " ".join(lines[max(node.lineno - 3, 0) : node.end_lineno])
                if not re.search(r"#.*\b(slow|optional)\b.*\w{3}", beside, re.I):
                    found.append(f"{node.lineno} {lines[node.lineno - 1].strip()}")
    return found


def imports_of(name: str, source: str, package: bool) -> set[str]:
    """Dotted names a module imports, relative ones resolved; ``from a import b`` gives ``a.b``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = name.split(".")
                keep = len(parts) - node.level + (1 if package else 0)
                base = ".".join([*parts[:keep], *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


@functools.cache
def wanted_by(name: str, path: Path) -> frozenset[str]:
    """Dotted names that the module in ``path`` imports."""
    return frozenset(imports_of(name, path.read_text("utf-8"), path.name == "__init__.py"))


def graph(found: Mapping[str, Path] | None = None) -> dict[str, set[str]]:
    """Which of our modules each of our modules imports."""
    found = modules() if found is None else found
    links: dict[str, set[str]] = {}
    for name, path in found.items():
        links[name] = {
            near for full in wanted_by(name, path) if (near := nearest(full, found)) and near != name
        }
    return links


def nearest(full: str, found: Mapping[str, Path]) -> str:
    """The module of ours that a dotted name lies in, or nothing."""
    while full:
        if full in found:
            return full
        full = full.rpartition(".")[0]
    return ""


def cycles(links: Mapping[str, set[str]]) -> list[list[str]]:
    """A ring of modules that import one another, if there is any (the first found)."""
    try:
        graphlib.TopologicalSorter(links).prepare()
    except graphlib.CycleError as error:
        return [sorted(set(error.args[1]))]
    return []


def wrong_doors(name: str, wanted: Iterable[str]) -> list[str]:
    """Imports that enter another room with a door by anything but ``api`` or ``terms``.

    ``site`` may also use a room's ``web``. Language, rules, formats, rehearsals and kit have no
    door: they are open shelves (docs/decisions/0002).
    """
    room = name.split(".")[1] if "." in name else ""
    if room == "__main__":  # no room: it only starts the command line
        return []
    allowed = {"api", "terms"} | ({"web"} if room == "site" else set())
    found = []
    for full in wanted:
        parts = full.split(".")
        if parts[0] != "kotinos" or len(parts) < 3 or parts[1] == room or parts[1] not in DOORED:
            continue
        if parts[2] not in allowed:
            found.append(full)
    return found


DOORED = frozenset(path.name for path in (SRC / "kotinos").iterdir() if path.is_dir()) - {
    *PURE_PACKAGES, "kit", "__pycache__",
}  # fmt: skip


def impure_imports(name: str, sources: Mapping[str, Path], links: Mapping[str, set[str]]) -> list[str]:
    """Web frameworks and databases that a module reaches, itself or through ours."""
    seen, ahead, found = set(), [name], []
    while ahead:
        current = ahead.pop()
        if current in seen:
            continue
        seen.add(current)
        ahead.extend(links.get(current, ()))
        wanted = wanted_by(current, sources[current])
        found += [f"{name} reaches {full} in {current}" for full in wanted if full.split(".")[0] in IMPURE]
    return found


def tracked() -> list[Path]:
    """Every text file that git keeps."""
    out = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [ROOT / name for name in out.split("\0") if name and (ROOT / name).is_file()]


# Written apart so that this file passes its own check.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/wo" + r"rk/", r"/ro" + r"ot/", r"\bCl" + "aude", "Anth" + "ropic", r"\bchat" + "gpt",
            r"\bAI ass" + "istant", r"\b(?<!user-)(?<!user_)age" + r"nts?\b", r"\bsub-?age" + "nt",
            r"pypi\.o" + "rg", "pythonho" + "sted", r"deb\.deb" + "ian", r"registry\.npm" + "js",
        ]
    ),
    re.IGNORECASE,
)  # fmt: skip


def forbidden_words(text: str) -> list[str]:
    """Words that tell of the place this was written in, or name a registry's host."""
    return [
        f"{number} {match.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in FORBIDDEN.finditer(line)
    ]


def property_tests(package: str, under: Path = ROOT / "tests") -> list[Path]:
    """Test files of a pure package that hold a hypothesis property and import the package."""
    found = []
    for path in sorted((under / package).rglob("test_*.py")):
        text = path.read_text("utf-8")
        if re.search(r"^\s*@given\(", text, re.M) and re.search(rf"\bkotinos\.{package}\b", text):
            found.append(path)
    return found
