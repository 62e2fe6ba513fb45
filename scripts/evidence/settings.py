"""What the site's `mkdocs.yml` says that the generator needs: names, navigation, repository."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import quote

import yaml

from evidence.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Most:
    """How much one page shows at most, as `extra.most` says; what is more stands on further pages or is led to.

    Each has its default here: `claims` in full, items `listed` in the midst of a page, `rows` of a page that lists, and
    `cells` of a map, and claims that all its cells open.
    """

    claims: int = 64
    listed: int = 50
    rows: int = 400
    cells: int = 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """The few settings of the site; `nav` holds the addresses in the navigation, `tabs` those at its top.

    `address` is where the site is published, with a slash at its end, empty where nobody has said so.
    `maps` holds pairs of kind ids: the rows and the columns of each evidence map; `filters` says what their claims
    can be told apart by: `level`, `stance`, ids of kinds. `most` bounds what one page shows. `issues` is the address of
    a new issue at the repository's host, in which {form}, {record} and {title} stand for the name of a form and for
    what it is filled with.
    """

    name: str = ""
    description: str = ""
    address: str = ""
    repository: str = ""
    branch: str = "main"
    issues: str = ""
    nav: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    maps: tuple[tuple[str, str], ...] = ()
    filters: tuple[str, ...] = ()
    most: Most = field(default_factory=Most)
    extra: dict[str, Any] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """The public address of the page whose file below docs/ is `path`; empty where the site's is not known."""
        page = path.removesuffix(".md")
        page = page.removesuffix("index") if f"/{page}".endswith("/index") else f"{page}/"
        return f"{self.address}{quote(page)}" if self.address else ""

    def edit(self, path: str, line: int = 0) -> str:
        """The address that edits the file `path` on the repository host; empty where no repository is set."""
        if not self.repository:
            return ""
        return f"{self.repository}/edit/{self.branch}/{path}" + (f"#L{line}" if line else "")

    def new(self, folder: str) -> str:
        """The address that begins a file in `folder` on the repository host; empty where no repository is set."""
        return f"{self.repository}/new/{self.branch}/{folder}" if self.repository else ""

    def issue(self, form: str, record: str, title: str) -> str:
        """The address of a new issue: the form, filled with the id of a record; empty where no issues are wanted."""
        address = self.issues
        for name, value in {"form": form, "record": record, "title": title}.items():
            address = address.replace(f"{{{name}}}", quote(value, safe=""))
        return address


MAX_BYTES = 256 * 1024
"""How large the file of the settings may be, with every alias in it written out."""


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` and Python names, which MkDocs understands, as nothing."""


def _nothing(*_: object) -> None:
    return None


ISSUES = "/issues/new?template={form}.yml&record={record}&title={title}"
"""Where GitHub begins an issue, below the address of the repository."""

_Loader.add_multi_constructor("!", _nothing)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _nothing)

Fetch = Callable[[str], str | None]


def read(text: str, path: str, fetch: Fetch = lambda _: None) -> tuple[Settings, list[Problem]]:
    """The settings in the text of a `mkdocs.yml`, and what is wrong with it.

    `fetch` gives the text of a file that `INHERIT` names, None where there is none.
    """
    try:
        data, problems = _merged(text, path, fetch, (path,))
        return (Settings(), problems) if problems else _settings(data, path)
    except RecursionError:
        return Settings(), [Problem(Place(path), "yaml-syntax", "a value contains itself, or is nested too deep")]


def _merged(text: str, path: str, fetch: Fetch, seen: tuple[str, ...]) -> tuple[dict[Any, Any], list[Problem]]:
    """What the file says over what it inherits; as in MkDocs, mappings are merged and all else is replaced."""
    data, problems = _parse(text, path)
    base = data.pop("INHERIT", None)
    if not isinstance(base, str):
        return data, problems
    name = posixpath.normpath(posixpath.join(posixpath.dirname(path), base))
    if name in seen:
        return {}, [
            *problems,
            Problem(Place(path), "field-value", f"INHERIT leads back to {name}", "remove one of them"),
        ]
    inherited = fetch(name)
    if inherited is None:  # which is reported where it was looked for
        return data, problems
    below, wrong = _merged(inherited, name, fetch, (*seen, name))
    return _over(below, data), [*problems, *wrong]


def _over(below: dict[Any, Any], above: dict[Any, Any]) -> dict[Any, Any]:
    """One mapping laid over another."""
    both = {
        key: _over(below[key], value) if isinstance(value, dict) and isinstance(below.get(key), dict) else value
        for key, value in above.items()
    }
    return below | both


def _parse(text: str, path: str) -> tuple[dict[Any, Any], list[Problem]]:
    """The mapping that one file holds."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return {}, [Problem(Place(path), "yaml-forbidden", f"the file is larger than {MAX_BYTES // 1024} KB")]
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if _size(node, {}) > MAX_BYTES:
            message = f"with every alias written out, the file is larger than {MAX_BYTES // 1024} KB"
            return {}, [Problem(Place(path), "yaml-forbidden", message)]
        data = loader.construct_document(node) if node else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:  # of a value
        return {}, [Problem(Place(path), "yaml-syntax", f"a value cannot be read: {error}")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        return {}, [Problem(place, "yaml-syntax", str(getattr(error, "problem", error)))]
    if not isinstance(data, dict):
        return {}, [Problem(Place(path), "yaml-syntax", "the file holds no settings")]
    return data, []


def _size(node: Any, known: dict[int, int]) -> int:
    """How many characters and values a node stands for, every alias written out; no end to it raises RecursionError."""
    if id(node) not in known:
        value = node.value if node else ()
        parts = [part for pair in value for part in pair] if isinstance(node, yaml.MappingNode) else value
        inner = len(parts) if isinstance(parts, str) else sum(_size(part, known) for part in parts)
        known[id(node)] = 1 + inner
    return known[id(node)]


def _settings(data: dict[Any, Any], path: str) -> tuple[Settings, list[Problem]]:
    found = data.get("extra")
    extra: dict[str, Any] = found if isinstance(found, dict) else {}
    repository = str(extra.get("repository") or "").rstrip("/")
    if repository and not repository.startswith(("https://", "http://")):
        return Settings(), [Problem(Place(path), "field-value", "extra.repository is no https:// address")]
    issues = extra.get("issues", f"{repository}{ISSUES}" if repository else "") or ""
    if issues and not str(issues).startswith(("https://", "http://")):
        return Settings(), [Problem(Place(path), "field-value", "extra.issues is no https:// address")]
    for name in ("site_name", "site_description"):
        if re.search('[<>"]', str(data.get(name) or "")):
            message, cure = f'{name} has < > or ", which themes print as they are', "write it without"
            return Settings(), [Problem(Place(path), "field-value", message, cure)]
    most, wrong = _most(extra.get("most"), path)
    if wrong := [*wrong, *_lists(extra, path)]:
        return Settings(), wrong
    address = str(data.get("site_url") or "")
    return Settings(
        name=str(data.get("site_name") or ""),
        description=str(data.get("site_description") or ""),
        address=f"{address.rstrip('/')}/" if address.startswith(("https://", "http://")) else "",
        repository=repository,
        issues=str(issues),
        branch=str(extra.get("branch") or "main"),
        nav=tuple(_addresses(data.get("nav"))),
        tabs=tuple(_tops(data.get("nav"))),
        maps=tuple(_maps(extra.get("maps"))),
        filters=tuple(_filters(extra.get("filters"))),
        most=most,
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


def _most(most: Any, path: str) -> tuple[Most, list[Problem]]:
    names = [one.name for one in fields(Most)]
    said = {} if most is None else most
    if not isinstance(said, dict) or any(name not in names for name in said):
        return Most(), [Problem(Place(path), "field-value", f"extra.most may say only {', '.join(names)}")]
    for name, value in said.items():
        if type(value) is not int or value < 1:
            return Most(), [Problem(Place(path), "field-value", f"extra.most.{name} is no whole number above 0")]
    return Most(**said), []


def _lists(extra: dict[Any, Any], path: str) -> Iterator[Problem]:
    """Lists of another shape would be taken for empty ones."""
    maps, filters = extra.get("maps") or [], extra.get("filters") or []
    if not isinstance(maps, list) or len([*_maps(maps)]) < len(maps):
        cure = "begin each with `- rows: KIND`, and `columns: KIND` below it"
        yield Problem(Place(path), "field-value", "extra.maps is no list of maps", cure)
    if not isinstance(filters, list) or not all(isinstance(one, str) for one in filters):
        yield Problem(Place(path), "field-value", "extra.filters is no list", "write [level, stance], or ids of kinds")


def _filters(filters: Any) -> list[str]:
    return [str(one) for one in filters] if isinstance(filters, list) else []
