"""The tree keeps its own rules: short files and functions, a stated question, one direction of imports."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = [
    p
    for folder in ("src", "tests", "bench")
    for p in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in p.parts
]
SOURCES = [p for p in FILES if p.is_relative_to(ROOT / "src")]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > 50
    ]
    assert not long


def test_folder_names_explain_themselves() -> None:
    banned = {"utils", "helpers", "common", "manager", "service", "misc"}
    assert not [p for p in FILES if banned & {part.removesuffix(".py") for part in p.relative_to(ROOT).parts}]
