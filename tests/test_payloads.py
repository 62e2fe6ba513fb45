"""What strangers write into any field of any kind of file shows as text: it makes no element and no attribute."""

from __future__ import annotations

import itertools
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from evidence.notes import FILES, digest
from evidence.reading import read_site
from evidence.schemas import schemas
from sitetools import evidence, lay

pytestmark = pytest.mark.site

PWN = "window.pwned=1"
PAYLOADS = [
    f"<script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f'"><svg onload={PWN}>',
    f"word{{ onclick={PWN} }}",
    f"[x](javascript:{PWN}){{: onclick={PWN} }}",
    f"![x](x){{ onerror={PWN} }}",
    f"<javascript:{PWN}>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "{{ 7*7 }}{{ config.__class__ }}",
    "{% raw %}{% for x in y %}",
    f"</script><script>{PWN}</script>",
    "---\ntitle: x\n---",
    "*[word]: <b>x</b>",
    "[^fn]: x",
    "[fn]: javascript:x",
    "::: note",
    "!!! note",
    '=== "Tab"',
    "<!-- x --><![CDATA[ x ]]><?php x ?>",
    "&lt;script&gt;&#60;script&#62;",
    "``` {.html onclick=x}",
    "~~~",
    "| a | b |\n|---|---|\n| <i>c</i> | d |",
    "# Heading { onclick=x }",
    "> quoted\n    code",
    "1. one\n- two\n: three",
    "<https://x.example> mailto:a@x.example :material-leaf: ++a++ ==b== ^^c^^ H~2~O $x$",
    "__a__ **b** `c` \\<b\\> [[",
    f"'><a href='javascript:{PWN}' x='",
    f"</title></textarea></style><script>{PWN}</script>",
    '<base href="//x.example"><meta http-equiv=refresh content=0>',
]
PLAIN = ["plain words 1--2"] * len(PAYLOADS)  # with a dash, as pages have


class Words:
    """Texts for one field after another: all of them, each time another one first."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.turn = itertools.count()
        odd = ")[x](javascript:x){onclick=x}![x](x){onload=x}|&lt;b&gt;`" if texts is PAYLOADS else ""
        self.address = f"https://x.example/{odd}"

    def next(self) -> str:
        number = next(self.turn)
        first = number % len(self.texts)
        return "\n\n".join([*self.texts[first:], *self.texts[:first], str(number)])


LEFT_OUT = {"former_ids", "parent", "about", "effects", "evidence", "pages", "diagram", "levels", "fields", "wording"}
"""Fields that hold no words of their own, and those that a sound record of the kind is given."""


def filled(schema: dict[str, Any], whole: dict[str, Any], words: Words) -> Any:  # noqa: PLR0911  # one for each form of schema
    """A value of the schema in which every free text is one of the words."""
    if "$ref" in schema:
        return filled(whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, words)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return filled(choices[0], whole, words)
    if values := schema.get("enum") or [schema[one] for one in ("const",) if one in schema]:
        return values[0]
    kind = schema.get("type")
    if kind == "object" and "properties" in schema:
        return {
            name: value
            for name, one in schema["properties"].items()
            if name not in LEFT_OUT and (value := filled(one, whole, words)) is not None
        }
    if kind == "object":
        return {words.next(): words.next()}
    if kind == "array":
        return [filled(schema["items"], whole, words)]
    if kind == "string":
        return _text(schema.get("pattern", ""), words)
    return {"integer": schema.get("minimum", 3), "number": 1.5}.get(kind or "")


def _text(pattern: str, words: Words) -> str:
    if pattern.startswith("^https?"):
        return words.address
    if r"\d{4}-\d{2}" in pattern:
        return "2024-05-31"
    return f"odd-{next(words.turn)}" if pattern else words.next()


NOTES = {
    "_withdrawn.yml": {"id": "gone"},
    "_waivers.yml": {"code": "topic-unused", "record": "odd-slug"},
    "_readings.yml": {"claim": "odd-claim", "verdict": "mended"},
}
"""What notes have to say to be sound."""
DOI = ("x", '<script>"onclick=x[x](javascript:x)')
QUOTE = "Only the slugs of wet ground were seen to cross {} in the nights after the rain [1]."
BIB = """
@article{{odd,
  author = {{{0} and {0}, B.}}, title = {{{0}}}, journal = {{{0}}}, publisher = {{{0}}}, note = {{{0}}},
  volume = {{{0}}}, number = {{{0}}}, pages = {{{0}}}, year = {{2019}}, isbn = {{{0}}}, seen = {{{1}}},
  keywords = {{{0}}},
  url = {{{2}}}, doi = {{10.1000/{3}}}
}}
"""


def site(root: Path, texts: Sequence[str]) -> Path:
    """The small site of tests/sites with a file of every kind more, whose texts are all made of `texts`."""
    root = lay("small", root)
    words = Words(texts)
    for path in sorted(root.glob("content/*/_kind.yml")):
        kind = yaml.safe_load(path.read_text("utf-8"))
        kind |= {"title": words.next(), "plural": words.next(), "help": words.next()}
        types = ("text", "prose", "list", "identifiers", "url")
        said = {"title": words.next(), "help": words.next()}
        kind["fields"] = kind.get("fields", {}) | {f"odd-{one}": {"type": one, **said} for one in types}
        for level in kind.get("levels", []):
            level |= {"title": words.next(), "help": words.next()}
        write(path, kind)
    catalogue, _ = read_site(root)
    quote = QUOTE.format(" ".join(texts[0].split()))
    guide = root / "seeds" / "guide.txt"
    own = "\n\n".join(" ".join(text.split()) for text in texts if not text.startswith(":::"))
    guide.write_text(f"{guide.read_text('utf-8')}\n{quote}\n\n{own}\n", "utf-8")
    shapes = schemas(catalogue)
    quoted = {"evidence": [{"source": "guide", "quote": quote, "cites": ["guide-1"]}]}
    records: dict[str, dict[str, Any]] = {}
    for name, kind_ in catalogue.kinds.items():
        record = filled(shapes[name], shapes[name], words)
        if "name" in record:  # pages link their neighbours by name, which is to be the same with any words
            record["name"] = f"Odd {record['name']}"
        record |= quoted | {"about": {"remedy": ["copper"]}} if name in ("claim", "study") else {}
        if name == "claim":
            record |= {"stance": "supports", "effects": [{"target": {"text": words.next()}, "change": "increases"}]}
        records[name] = record
        write(root / "content" / kind_.folder / f"odd-{name}.yml", record)
    sources = yaml.safe_load((root / "seeds" / "_sources.yml").read_text("utf-8"))
    more = filled(shapes["_sources"], shapes["_sources"], words)[0]
    sources[0] |= {key: value for key, value in more.items() if key in ("title", "short", "licence", "licence_seen")}
    write(root / "seeds" / "_sources.yml", sources)
    for name in FILES:
        if name != "_sentences.yml":  # has no words of its own
            notes = filled(shapes[Path(name).stem], shapes[Path(name).stem], words)
            notes[0] |= NOTES.get(name, {})
            notes[0] |= {"digest": digest(records["claim"])} if name == "_readings.yml" else {}
            write(root / "content" / name, notes)
    author = {"family-names": words.next(), "given-names": words.next()}
    said = {one: words.next() for one in ("message", "title", "abstract")}
    write(root / "CITATION.cff", {"cff-version": "1.2.0", **said, "authors": [author], "date-released": "2024-05-31"})
    settings = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    settings.pop("theme", None)  # what it inherits has the whole theme
    settings |= {"site_name": "Slugs & snails", "copyright": "x"}
    settings["extra"] = {"repository": "https://x.example/a", "maps": [{"rows": "slug", "columns": "remedy"}]}
    settings["extra"]["filters"] = ["level", "stance", "plant"]
    write(root / "mkdocs.yml", settings)
    tex = re.sub(r"[\\{}%]", "", " ".join(" ".join(words.next().split()).split("@")))
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        file.write(BIB.format(tex, tex.replace("; ", ";"), re.sub("[{}]", "", words.address), DOI[texts is PAYLOADS]))
    shutil.rmtree(root / "docs" / "data", ignore_errors=True)
    return root


def write(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


class Shape(HTMLParser):
    """What a page is made of: its elements, with the names of their attributes and the schemes of their addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {f"{name}={_scheme(value or '')}" if name in ("href", "src") else name for name, value in attrs}
        self.found[tag, tuple(sorted(said))] += 1

    def handle_comment(self, data: str) -> None:
        self.found["comment", ()] += bool(data) or 1

    def unknown_decl(self, data: str) -> None:
        self.found["declaration", ()] += bool(data) or 1

    def handle_pi(self, data: str) -> None:
        self.found["instruction", ()] += bool(data) or 1


def _scheme(address: str) -> str:
    match = re.match(r"[\x00-\x20]*([a-zA-Z][\w+.-]*):", address)
    return match[1].lower() if match else ""


def more(poisoned: str, plain: str) -> Iterator[str]:
    """What a page has more of than the same page with plain words."""
    for (tag, attributes), count in (Shape(poisoned).found - Shape(plain).found).items():
        if (tag, attributes) not in {("del", ()), ("ins", ())}:  # words compared with words
            yield f"{count} <{' '.join([tag, *attributes])}>"


def poisoned(root: Path, texts: Sequence[str], *copies: str) -> Path:
    """The site with these texts, built."""
    site(root, texts)
    for options in copies:
        result = evidence(root, "build", *options.split())
        assert result.returncode == 0, result.stdout[:4_000] + result.stderr
    return root


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with payloads wherever a contributor may write, hosted in site/ and for the disk in build/offline/."""
    return poisoned(tmp_path_factory.mktemp("hostile"), PAYLOADS, "", "--offline")


def read(root: Path) -> dict[str, str]:
    """Every page of a built site, by its path."""
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.html"))}


def test_a_payload_in_any_field_is_text(hostile: Path, tmp_path: Path) -> None:
    pages, plain = read(hostile / "site"), read(poisoned(tmp_path, PLAIN, "") / "site")
    assert pages.keys() == plain.keys()
    found = {path: list(more(page, plain[path])) for path, page in pages.items()}
    assert {path: one for path, one in found.items() if one} == {}
    assert sum("window.pwned" in page for page in pages.values()) > 30


def test_a_template_runs_nothing_of_a_text(hostile: Path) -> None:
    pages = read(hostile / "site")
    assert sum("{{ 7*7 }}" in page for page in pages.values()) > 20
    assert not any(re.search(r"(?<!\d)49\{\{|&lt;Config", page) for page in pages.values())
