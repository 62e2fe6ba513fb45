"""What a site says of itself as a publication: who made it, which version it is and under which licence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evidence.problems import Place, Problem
from evidence.settings import Settings


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its short name (an SPDX id where there is one), its title and the address of its text."""

    name: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Colophon:
    """What CITATION.cff says, and the licence of the content; what nobody stated is empty."""

    title: str = ""
    version: str = ""
    authors: tuple[str, ...] = ()
    licence: Licence | None = None


def read(citation: Any, settings: Settings) -> tuple[Colophon, list[Problem]]:
    """The colophon from the values of a CITATION.cff (None: there is no such file), and what is wrong with it."""
    said: dict[str, Any] = citation if isinstance(citation, dict) else {}
    authors = said.get("authors") or []
    people = [one for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    names = tuple(filter(None, map(_name, people)))
    licence, problems = _licence(settings.extra.get("licence"))
    if not isinstance(authors, list) or len(names) < len(authors):
        cure = "give each `family-names` and `given-names`, or `name`"
        problems.append(Problem(Place("CITATION.cff"), "field-value", "an author has no name", cure))
    title, version = str(said.get("title") or settings.name), str(said.get("version") or "")
    return Colophon(title, version, names, licence), problems


def _name(author: dict[str, Any]) -> str:
    """A person or an organisation of a CITATION.cff by name."""
    if name := author.get("name"):
        return str(name)
    parts = ("given-names", "name-particle", "family-names", "name-suffix")
    return " ".join(str(author[part]) for part in parts if author.get(part))


def _licence(said: Any) -> tuple[Licence | None, list[Problem]]:
    if said is None:
        return None, []
    parts = said if isinstance(said, dict) else {}
    licence = Licence(*(str(parts.get(part) or "") for part in ("name", "title", "path")))
    if not licence.name or not licence.title or not licence.path.startswith(("https://", "http://")):
        message, cure = "extra.licence is no licence", "give it name, title, and in path the address of its text"
        return None, [Problem(Place("mkdocs.yml"), "field-value", message, cure)]
    return licence, []
