"""The reader's words: each stands in one file, and a site in another language shows none but its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from jinja2 import nodes

from evidence.rendering import environment
from sitetools import ROOT, evidence, lay

WORDS: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "templates" / "words.yml").read_text("utf-8"))
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
GREEK = str.maketrans(LATIN, "ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩΞΧΥΖαβψδεφγηιξκλμνοπθρστυωξχυζ")
FILLED = re.compile(r"(\{\w+\}|%\(\w+\)s|%s)")
"""What is put in a sentence of the reader's words."""

TEXTS = {"data", "fields", "rules"}
"""Pages that are translated as a whole: what they list is told by the program, for programs and contributors."""
NAMES = {
    *("DOI", "doi"),  # the name of an identifier, printed before it
    *("Internet", "Available", "from"),  # the citation style's own words: templates/citation-style.csl
}
"""Words that are no words of the interface."""
SAID_TO_BROWSERS = {"use strict", "Escape", "thead th", "tbody tr", "input, textarea"}
"""What looks like words in scripts and is said to the browser alone."""
UNSEEN = {"script", "style", "code", "pre", "svg"}
"""Elements in which no sentence stands: programs, ids, and citations for programs; but titles in drawings are read."""
SEEN = re.compile(
    r"title|alt|label|placeholder|aria-(label|description)|data-(label|range|none|page|chosen|text|columns)"
)
"""The attributes that readers see or hear, and those from which scripts take their words."""


class Shown(HTMLParser):
    """The texts of one page that a reader sees or hears."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.texts: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        if tag in UNSEEN:
            self.inside.append(tag)
        names = (value for name, value in found.items() if SEEN.fullmatch(name))
        self.texts += () if tag in ("link", "meta") or "Z3988" in found.get("class", "") else names

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside or self.inside == ["svg"]:
            self.texts.append(data)


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in Greek, built with the reader's words in Greek letters, instead of Latin ones."""
    root = lay("in-greek", tmp_path_factory.mktemp("greek"))
    words = {group: {key: turned(text) for key, text in inside.items()} for group, inside in WORDS.items()}
    (root / "templates" / "words.yml").write_text(yaml.safe_dump(words, allow_unicode=True), "utf-8")
    base = (root / "base.yml").read_text("utf-8")  # a list, which no other file can change in part
    base = base.replace("permalink_title: Link to this", "permalink_title: Εδώ")
    (root / "base.yml").write_text(base.replace("Jump back to footnote {} in the text", "Πίσω {}"), "utf-8")
    result = evidence(root, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return root / "site"


def turned(text: str) -> str:
    """A text in Greek letters, except what is put in it."""
    return "".join(part if number % 2 else part.translate(GREEK) for number, part in enumerate(FILLED.split(text)))


def shown(site: Path) -> Iterator[tuple[str, Shown]]:
    """Every page of a site but those that are texts, by its path."""
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name.partition("/")[0] not in TEXTS:
            yield name, Shown(path.read_text("utf-8"))


@pytest.mark.site
def test_a_site_in_another_language_shows_no_word_of_this_one(greek: Path) -> None:
    left: dict[str, str] = {}
    for name, page in shown(greek):
        for text in page.texts:
            bare = re.sub(r"https?://\S+|[\w.]+\.(org|invalid|csv)\S*|10\.\d+/\S+|\{\w+\}", "", text)
            for word in set(re.findall(r"[A-Za-z]{2,}", bare)) - NAMES:
                left.setdefault(word, f"{name}: {text.strip()[:90]}")
    assert left == {}


@pytest.mark.site
def test_every_page_says_in_which_language_it_is(greek: Path) -> None:
    found = {page.language for _, page in shown(greek)}
    assert found == {"el"}


def asked() -> Iterator[tuple[str, str, str | None]]:
    """Every word that a template asks for: the template, the group and the key, None where only the page knows it."""
    made = environment()
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        tree = made.parse(path.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("word", "say"):
                group, key = call.args[:2]
                assert isinstance(group, nodes.Const)
                yield path.name, group.value, key.value if isinstance(key, nodes.Const) else None
        for one in tree.find_all(nodes.Getattr):
            if isinstance(one.node, nodes.Name) and one.node.name == "words":
                yield path.name, one.attr, None


def test_every_word_that_a_template_asks_for_is_there() -> None:
    missing = [(name, group, key) for name, group, key in asked() if key and key not in WORDS.get(group, {})]
    assert missing == []
    assert [group for _, group, _ in asked() if group not in WORDS] == []


def test_what_a_sentence_is_filled_with_is_named_in_one_way() -> None:
    strange = [
        text for inside in WORDS.values() for text in inside.values() if re.search(r"[{}]", FILLED.sub("", text))
    ]
    assert strange == []


def test_scripts_have_no_words_of_their_own() -> None:
    sentence = re.compile(r"""(["'`])([A-Z][a-z]+|(?:[\w,]+ )+[\w,]+[.!?]?)\1""")
    found = {
        match[2]
        for path in (ROOT / "docs" / "assets").glob("*.js")
        for line in path.read_text("utf-8").splitlines()
        if not line.lstrip().startswith(("//", "/*", "*"))
        for match in sentence.finditer(line)
    }
    assert found == SAID_TO_BROWSERS
