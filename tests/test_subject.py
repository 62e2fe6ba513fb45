"""The program knows no word of this review's subject: neither in a name nor in a text that it has."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from sitetools import ROOT

OF_EVIDENCE = {"claim", "study", "correction"}
"""Kinds that every review has."""
ANOTHER = ("tests/sites/another-review", "tests/sites/small", "starter")
"""Sites about other subjects: a word that they have too is no word of this one."""

ALLOWED = {
    "cell": "of a table or a map",
    "marker": "of a citation",
    "stem": "of a year, or of a file's name",
    "extract": "an extract of a text; a rule is called so",
    "patients": "closest to patients: what levels are ordered by, in words.yml alone",
    "expression": "an expression of concern, which is a journal's",
    "cycle": "of templates that ask for each other, as Python calls it",
    "issue": "of a journal, or at the repository's host",
    "issues": "at the repository's host",
    "research": "of a service that is asked for references: the name of a format",
    "agent": "user agent: what a program calls itself on the network",
    "thickness": "of a line, in style sheets",
    "response": "of a server",
    "application": "of a media type: application/json",
    "signal": "sent to a process, and the module of that name",
    "events": "of YAML, as it is read",
    "derived": "an arrow that follows from the words of one claim",
    "groups": "of claims, or of a match",
    "action": "of a command or a form",
    "amount": "amount to: what claims sum up to",
    "linked": "what a link leads to",
    "far": "how far a work is known",
    "unknown": "what nothing knows, in codes of rules",
    "external": "attributes of files in archives",
    "move": "what is moved",
    "based": "isBasedOn, a word of schema.org",
    "modified": "dateModified, a word of schema.org",
    "multi": "add_multi_constructor, a function of PyYAML",
    "future": "from __future__, of Python",
    "function": "a word of JavaScript",
    "defined": "a word of Jinja",
    "undefined": "a word of JavaScript, and StrictUndefined of Jinja",
    "asc": "ascending, for itemsjs",
    "control": "of a form: a box to fill in",
    "controls": "aria-controls, an attribute",
    "col": "of a table, in HTML; and the column of a place",
    "post": "postMessage, of a browser's worker; posting",
    "size": "font-size, and the size of a file",
    "solid": "of a line, in style sheets",
    "normal": "of a font, in style sheets",
    "jun": "a month in BibTeX",
}
"""Words of the subject that the program has in another sense, and in which."""

_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")
_ASIDE = re.compile(r"/\*.*?\*/|\{#.*?#\}|<!--.*?-->|^\s*(?://|#|%).*?$", re.DOTALL | re.MULTILINE)


def words(text: str) -> list[str]:
    """The words of a text or the parts of an identifier, in small letters."""
    return [word.lower() for word in _WORD.findall(text)]


@cache
def names() -> tuple[str, ...]:
    """What the kinds and the topics of this review are called, in every way."""
    found: list[str] = []
    for path in sorted(ROOT.glob("content/*/_kind.yml")):
        kind = yaml.safe_load(path.read_text("utf-8"))
        if kind["id"] in OF_EVIDENCE:
            continue
        found += [kind["id"], kind["title"], kind["plural"]]
        for file in (file for file in sorted(path.parent.rglob("*.yml")) if file != path):
            topic = yaml.safe_load(file.read_text("utf-8"))
            found += [file.stem, topic["name"], *topic.get("synonyms", ()), *topic.get("abbreviations", ())]
    return tuple(found)


@cache
def subject() -> frozenset[str]:
    """The words of these names that no site about another subject has."""
    other = {
        word
        for folder in ANOTHER
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        for word in words(path.read_text("utf-8"))
    }
    return frozenset(word for name in names() for word in words(name.lower()) if len(word) > 2) - other


def said(path: Path) -> Iterator[str]:
    """The identifiers and the texts of a file; of Python without comments and docstrings, which explain by example."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from _ASIDE.sub("", text).split("\n")
        return
    told = {
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "NAME" or kind.startswith("FSTRING") or (kind == "STRING" and token.start[0] not in told):
            yield token.string


PROGRAM = [
    path
    for folder, pattern in (("scripts", "*.py"), ("docs/assets", "*.js"), ("docs/assets", "*.css"), ("templates", "*"))
    for path in sorted((ROOT / folder).rglob(pattern))
    if path.is_file()
    and not path.is_relative_to(ROOT / "docs" / "assets" / "vendor")
    and path.name not in ("about.md.j2", "method.md.j2", "citation-style.csl")  # this site's texts, and a style
]


def test_the_subject_has_words() -> None:
    assert len(subject()) > 400
    assert {"mesenchymal", "fibroblast", "exosomes", "wound"} <= subject()


def test_the_program_has_no_word_of_the_subject() -> None:
    found = {(path.name, word) for path in PROGRAM for text in said(path) for word in set(words(text)) & subject()}
    assert {(name, word) for name, word in found if word not in ALLOWED} == set()
    assert set(ALLOWED) - {word for _, word in found} == set(), "no longer needed"
    assert {name for name, word in found if word == "patients"} == {"words.yml"}


def test_the_program_has_no_name_of_several_words_either() -> None:
    several = {" ".join(words(name.lower())) for name in names() if len(words(name.lower())) > 1}
    pattern = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, sorted(several)))})(?!\S)")
    found = {
        (path.name, match[0])
        for path in PROGRAM
        for text in said(path)
        for part in re.split(r"[,;:.(){}]", text)
        for match in pattern.finditer(" ".join(words(part)))
    }
    assert {(name, phrase) for name, phrase in found if set(phrase.split()) & subject()} == set()


@pytest.mark.parametrize("text", ["wound_area", "WoundArea", '"a wound"', "stemCell wound"])
def test_a_word_is_found_in_every_way_to_write_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(f"x = {text!r}\n", "utf-8")
    assert "wound" in {word for one in said(path) for word in words(one)}
