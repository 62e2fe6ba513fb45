"""Whatever a contributor writes into a field is shown as the text that it is: nothing becomes markup, nothing runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml

from evidence import yamltext
from evidence.building import load
from evidence.problems import Severity
from sitetools import evidence

pytestmark = pytest.mark.site

PAYLOADS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "'><iframe srcdoc='<b>x</b>'></iframe>",
    "{ onclick=window.pwned=1 .odd #odd }",
    "{: onclick=window.pwned=1 }",
    "[x](javascript:window.pwned=1)",
    "<javascript:window.pwned=1>",
    "![x](data:text/html,<script>window.pwned=1</script>)",
    "{{ 7*7 }}{% raw %}{# x #}",
    "</script><script>window.pwned=1</script>",
    "</title></head><body onload=window.pwned=1>",
    "<!-- x -->",
    "&lt;script&gt;window.pwned=1&lt;/script&gt; &#106;",
    "`<b>x</b>` **x** _x_ ~~x~~ | x | # x",
    "*[odd]: x [^1]: x [x]: javascript:window.pwned=1",
    "--- !!! note ::: x $x$ :material-abacus: ++ctrl++",
    "x]]>%0d%0a\\ \\<b\\> <b >x</b>",
)
KEPT = {"key", "edition", "received", "reference", "markers", "icon", "headings", "choices"}
"""What names files, keys, icons and places of a source."""
NAMES = re.compile(r"[a-z0-9-]+|[a-z]+\d{4}[a-z]?|\d{4}-\d\d-\d\d|https?://.*")
"""Ids, keys, words of a closed list, days and addresses: whatever else stands there is refused."""


Where = tuple[str | int, ...]


class Markup(HTMLParser):
    """Every element of a page with the names of its attributes, and all addresses and words that could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[tuple[str, tuple[str, ...]]] = set()
        self.running: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = sorted({name for name, _ in attrs})
        self.elements.add((tag, tuple(names)))
        self.running += [f"{tag} {name}" for name in names if name.startswith("on") or name == "srcdoc"]
        dangerous = re.compile(r"\s*(?:javascript|vbscript|data:text/html)", re.IGNORECASE)
        self.running += [f"{tag} {name}={value}" for name, value in attrs if dangerous.match(value or "")]


def leaves(value: Any, path: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every text in the values of a file, with its path."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in KEPT:
                yield from leaves(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from leaves(one, (*path, number))
    elif isinstance(value, str) and not NAMES.fullmatch(value):
        yield path, value


def put(value: Any, path: Where, text: str) -> None:
    for part in path[:-1]:
        value = value[part]
    value[path[-1]] = text


def poison(root: Path) -> int:
    """Put a payload behind every text of every file that may say anything; gives the number of texts that hold one.

    What the check then refuses (patterns, say) gets its own text back; the rest is what strangers may write.
    """
    payloads = cycle(PAYLOADS)
    paths = [*sorted((root / "content").rglob("*.yml")), root / "seeds" / "_sources.yml"]
    names = [path.relative_to(root).as_posix() for path in paths]
    files = {name: read.data for name in names if (read := yamltext.read((root / name).read_text("utf-8"), name)[0])}
    held: dict[tuple[str, Where], str] = {}
    for name, data in files.items():
        for where, text in list(leaves(data)):
            held[name, where] = text
            put(data, where, quoted(text) if where[-1] == "quote" else f"{text} {next(payloads)}")
    for path in (root / "seeds").glob("*.txt"):
        path.write_text(quoted(path.read_text("utf-8")), "utf-8")
    bib = root / "references.bib"
    titled = re.compile(r"((?:title|journal|publisher|note)\s*=\s*\{)(?=\w)")
    bib.write_text(titled.sub(lambda one: f"{one[1]}<b onclick=window.pwned=1>x</b> ", bib.read_text("utf-8")), "utf-8")
    while wrong := refused(root, files):
        spans = {name: yamltext.read((root / name).read_text("utf-8"), name)[0] for name, _ in wrong}
        back = {
            (name, where)
            for name, where in held
            for document in [spans.get(name)]
            if document and (name, document.place(where).line) in wrong
        }
        assert back, wrong
        for name, where in back:
            put(files[name], where, held.pop((name, where)))
    return len(held)


def quoted(text: str) -> str:
    """A quotation or its source, both with the same payloads at the same words."""
    return text.replace(" was ", f" was {PAYLOADS[1]} ")


def refused(root: Path, files: dict[str, Any]) -> dict[tuple[str, int], str]:
    """Write the files; gives what the check then says, by file and line."""
    for name, data in files.items():
        (root / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6), "utf-8")
    found = [one for one in load(root)[1] if one.severity is Severity.ERROR]
    return {(one.place.path, one.place.line): str(one) for one in found}


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, another: Path) -> Path:
    """The other review with payloads wherever a contributor may write, built hosted and for the disk."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(another, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site", "build"))
    assert poison(root) > 200
    for arguments in (["build"], ["build", "--offline"]):
        result = evidence(root, *arguments)
        assert result.returncode == 0, result.stdout + result.stderr
    return root


def test_no_page_has_an_element_or_attribute_that_came_out_of_a_text(hostile: Path, another: Path) -> None:
    clean = {pair for path in (another / "site").rglob("*.html") for pair in Markup(path.read_text("utf-8")).elements}
    seen = 0
    for path in (hostile / "site").rglob("*.html"):
        text = path.read_text("utf-8")
        seen += "window.pwned" in text
        page = Markup(text)
        assert page.running == [], path
        assert page.elements - clean == set(), path
    assert seen > 60


def test_a_template_runs_nothing_of_a_text(hostile: Path) -> None:
    pages = [path.read_text("utf-8") for path in (hostile / "site").rglob("*.html")]
    assert any("{{ 7*7 }}" in page for page in pages)
    assert not any(re.search(r"(?<!\d)49\{%|\b49\{#", page) for page in pages)
