"""An invented site of any size: the same size, shape and seed give the same files."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
KINDS = ("matter", "place", "plant", "tool")
"""Four kinds of topics; every claim names one record of each."""
LEVELS = ("plot", "pot", "dish")
CHANGES = ("improves", "no-change", "worsens")
CLAIMS_PER_SOURCE = 1000
SOURCES_CITED = 50
"""References are numbered by that many sources, for no more than 50,000 are read; later sources cite these again."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a site is: a reference for each claim, up to 50,000; with `hubs` most claims name a few topics."""

    claims: int
    topics: int
    hubs: bool = False


def write_site(root: Path, size: Size, seed: int = 1) -> Path:
    """Write a sound site with the project's templates, look and settings below `root`, which must be empty."""
    draw = random.Random(seed)  # noqa: S311  # nothing secret
    topics = {kind: _names(draw, size.topics // len(KINDS)) for kind in KINDS}
    _settings(root)
    _kinds(root)
    for kind, names in topics.items():
        for name in names:
            path = root / "content" / f"{kind}s" / f"{_id(kind, name)}.yml"
            _yaml(path, {"name": name, "synonyms": [f"{name}-like"]})
    _claims(root, draw, size, topics)
    return root


def _settings(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("pages"))
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    shutil.copyfile(ROOT / "mkdocs.yml", root / "base.yml")
    nav: list[dict[str, str]] = [{"Home": "index.md"}, {"Map": "map.md"}, {"Claims": "claims/index.md"}]
    nav += [{f"{kind.title()}s": f"{kind}s/index.md"} for kind in KINDS]
    nav += [{"References": "references.md"}]
    own = {
        "INHERIT": "base.yml",
        "site_name": "A site of invented claims",
        "nav": nav,
        "extra": {"maps": [{"rows": "plant", "columns": "tool"}], "filters": ["level", "stance", "place"]},
    }
    _yaml(root / "mkdocs.yml", own)


def _kinds(root: Path) -> None:
    for order, kind in enumerate(KINDS, 1):
        said = {"id": kind, "title": kind.title(), "plural": f"{kind.title()}s", "order": order, "diagram": True}
        _yaml(root / "content" / f"{kind}s" / "_kind.yml", said | ({"effects": "benefit"} if kind == "plant" else {}))
    for order, kind in enumerate(("study", "correction"), 10):
        plural = "Studies" if kind == "study" else "Corrections"
        said = {"id": kind, "title": kind.title(), "plural": plural, "order": order, "pages": False}
        _yaml(root / "content" / plural.lower() / "_kind.yml", said)
    claim = {
        "id": "claim",
        "title": "Claim",
        "plural": "Claims",
        "order": 20,
        "pages": False,
        "intervention": ["tool"],
        "levels": [{"id": one, "title": f"{one.title()} trial", "people": one == LEVELS[0]} for one in LEVELS],
    }
    _yaml(root / "content" / "claims" / "_kind.yml", claim)


def _claims(root: Path, draw: random.Random, size: Size, topics: dict[str, list[str]]) -> None:
    weights = {
        kind: list(accumulate(1 / rank if size.hubs else 1 for rank in range(1, len(names) + 1)))
        for kind, names in topics.items()
    }
    vocabulary = _names(draw, 3000)
    common = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))  # as words are in any language
    sources: dict[str, list[str]] = {}
    for number in range(1, size.claims + 1):
        about = {kind: draw.choices(names, cum_weights=weights[kind])[0] for kind, names in topics.items()}
        said = " ".join(draw.choices(vocabulary, cum_weights=common, k=18))
        statement = f"{about['tool'].capitalize()} helps {about['plant']} at {about['place']}: {said}."
        words = " ".join(draw.choices(vocabulary, cum_weights=common, k=22))
        source, place = _place(number)
        told = f"{words.capitalize()} number {number} [{place}]."
        change = CHANGES[number % len(CHANGES)]
        sources.setdefault(source, []).append(told)
        claim = {
            "statement": statement,
            "stance": "supports" if change == "improves" else "opposes",
            "about": {kind: [_id(kind, name)] for kind, name in about.items()},
            "effects": [{"target": _id("plant", about["plant"]), "change": change}],
            "study": {"level": LEVELS[number % len(LEVELS)]},
            "evidence": [{"source": source, "quote": told, "cites": [f"{_cited(source)}-{place}"]}],
        }
        _yaml(root / "content" / "claims" / f"{number // 1000:03}" / f"claim-{number}.yml", claim)
    _sources(root, sources)
    entries = (
        f"@article{{{source}-{place}, author = {{{name.capitalize()}, A. and Other, B.}}, title = {{{{Of {name}}}}},\n"
        f"  journal = {{Journal of {name}}}, year = {{{1950 + number % 70}}}, doi = {{10.5555/{number}}}}}\n"
        for number, name in enumerate(draw.choices(vocabulary, k=size.claims), 1)
        for source, place in [_place(number)]
        if _cited(source) == source
    )
    (root / "references.bib").write_text("".join(entries), "utf-8")


def _place(number: int) -> tuple[str, int]:
    """The source that a claim rests on, and the number there of the reference that it cites."""
    source, place = divmod(number - 1, CLAIMS_PER_SOURCE)
    return f"source-{source + 1}", place + 1


def _cited(source: str) -> str:
    """The source by which the references that a source cites are numbered."""
    return f"source-{(int(source.removeprefix('source-')) - 1) % SOURCES_CITED + 1}"


def _sources(root: Path, sources: dict[str, list[str]]) -> None:
    specs = []
    for key, sentences in sources.items():
        specs.append(
            {
                "key": key,
                "title": f"What {key} says",
                "short": key.title(),
                "edition": f"{key}.txt",
                "markers": {"style": "numeric", "key": f"{_cited(key)}-{{n}}"},
                "headings": [{"title": "Findings", "level": 1}],
            }
        )
        path = root / "seeds" / f"{key}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("Findings\n\n" + "\n\n".join(sentences) + "\n", "utf-8")
    _yaml(root / "seeds" / "_sources.yml", specs)


def _names(draw: random.Random, count: int) -> list[str]:
    """Different words that can be said, in the order in which they were made up."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 5)))] = None
    return list(found)


def _id(kind: str, name: str) -> str:
    return f"{kind}-{name}"


def _yaml(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=200), "utf-8")
