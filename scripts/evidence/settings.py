"""What the site's `mkdocs.yml` says that the generator needs: names, navigation, repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from evidence.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Settings:
    """The few settings of the site; `nav` holds the addresses in the navigation, `tabs` those at its top.

    `maps` holds pairs of kind ids: the rows and the columns of each evidence map.
    """

    name: str = ""
    description: str = ""
    repository: str = ""
    branch: str = "main"
    nav: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    maps: tuple[tuple[str, str], ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    def edit(self, path: str, line: int = 0) -> str:
        """The address that edits the file `path` on the repository host; empty where no repository is set."""
        if not self.repository:
            return ""
        return f"{self.repository}/edit/{self.branch}/{path}" + (f"#L{line}" if line else "")


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` and Python names, which MkDocs understands, as nothing."""


def _nothing(*_: object) -> None:
    return None


_Loader.add_multi_constructor("!", _nothing)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _nothing)


def read(text: str, path: str) -> tuple[Settings, list[Problem]]:
    """The settings in the text of a `mkdocs.yml`, and what is wrong with it."""
    try:
        data = yaml.load(text, _Loader)  # noqa: S506  # a SafeLoader that ignores what it does not know
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
    ) as error:  # of a value, or of nesting
        return Settings(), [Problem(Place(path), "yaml-syntax", f"a value cannot be read: {error}")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        return Settings(), [Problem(place, "yaml-syntax", str(getattr(error, "problem", error)))]
    if not isinstance(data, dict):
        return Settings(), [Problem(Place(path), "yaml-syntax", "the file holds no settings")]
    found = data.get("extra")
    extra: dict[str, Any] = found if isinstance(found, dict) else {}
    repository = str(extra.get("repository") or "").rstrip("/")
    if repository and not repository.startswith(("https://", "http://")):
        return Settings(), [Problem(Place(path), "field-value", "extra.repository is no https:// address")]
    try:
        nav = _addresses(data.get("nav"))
    except RecursionError:
        return Settings(), [Problem(Place(path), "yaml-syntax", "nav contains itself")]
    return Settings(
        name=str(data.get("site_name") or ""),
        description=str(data.get("site_description") or ""),
        repository=repository,
        branch=str(extra.get("branch") or "main"),
        nav=tuple(nav),
        tabs=tuple(_tops(data.get("nav"))),
        maps=tuple(_maps(extra.get("maps"))),
        extra=extra,
    ), []


def _addresses(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    if isinstance(nav, list):
        return [address for item in nav for address in _addresses(item)]
    if isinstance(nav, dict):
        return [address for item in nav.values() for address in _addresses(item)]
    return []


def _tops(nav: Any) -> list[str]:
    items = nav if isinstance(nav, list) else []
    values = [value for item in items for value in (item.values() if isinstance(item, dict) else [item])]
    return [value for value in values if isinstance(value, str)]


def _maps(maps: Any) -> Iterator[tuple[str, str]]:
    for one in maps if isinstance(maps, list) else ():
        if isinstance(one, dict) and "rows" in one and "columns" in one:
            yield str(one["rows"]), str(one["columns"])
