"""The pages that list: home, the index of each kind and all claims."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evidence import metadata, news
from evidence.abbreviations import explained
from evidence.atlas import first_map
from evidence.coverage import CLASSES, measure
from evidence.cutting import Cutter
from evidence.models import Correction, Record, Study
from evidence.pages import Page, affected, form, owners, paged, pager, several
from evidence.parting import chunks, numbered
from evidence.problems import RULES
from evidence.summing import summarise
from evidence.views import ClaimView, Group, Target


def home(cutter: Cutter) -> Page:
    catalogue = cutter.catalogue
    kinds = [
        (kind, Target(kind.plural, f"{kind.folder}/index.md"), len(catalogue.of_kind(kind.id)))
        for kind in owners(catalogue)
    ]
    quotes = sum(len(record.evidence) for record in catalogue.sourced)
    values = {
        "site": catalogue.settings,
        "kinds": kinds,
        "tallies": cutter.tallies(catalogue.claims),
        "claims": len(catalogue.claims),
        "studies": len(catalogue.studies),
        "corrections": len(catalogue.corrections),
        "quotes": quotes,
        "references": len(catalogue.references),
        "identified": sum(reference.known for reference in catalogue.references.values()),
        "sources": [
            (source.spec, source.spec.reference, Target(source.short, cutter.source_page(source, 0)))
            for source in catalogue.sources.values()
        ],
        "map": first_map(cutter),
        "news": news.releases(cutter)[:1],
        "levels": catalogue.levels,
        "all_claims": Target("", f"{catalogue.kinds['claim'].folder}/index.md") if "claim" in catalogue.kinds else None,
    }
    return Page(
        "index.md",
        ("home.md.j2",),
        catalogue.settings.name,
        "templates/home.md.j2",
        values,
        {"hide": ["navigation", "toc"], **news.feed_of(cutter)},
        catalogue.files,
        {"mainEntity": metadata.dataset(catalogue)},
    )


WIDE = 4
"""How many rows of other lists take the room of a study's or a correction's."""


def indexes(cutter: Cutter) -> Iterator[Page]:
    catalogue = cutter.catalogue
    intervention = catalogue.kinds["claim"].intervention if "claim" in catalogue.kinds else ()
    for kind in owners(catalogue):
        rows = list(catalogue.tree(kind.id))
        most = catalogue.settings.most.rows // (WIDE if kind.id in ("study", "correction") else 1) or 1
        templates = (f"{kind.id}.index.md.j2", "index.md.j2")
        source = f"content/{kind.folder}/_kind.yml"
        address = f"{kind.folder}/index.md"
        hidden = ["toc", "navigation"] if address in catalogue.settings.tabs else ["toc"]
        meta: dict[str, Any] = {"hide": hidden, "search": {"exclude": True}}
        if kind.id == "study":
            meta["scripts"] = ["assets/sort.js"]
        if kind.help:
            meta["description"] = html.escape(kind.help)  # the theme puts it into an attribute as it is
        for path, pages, some in several(address, rows, most):
            values = {
                "kind": kind,
                "rows": [_row(cutter, record, depth) for record, depth in some],
                "pages": pages,
                "most": catalogue.settings.most,
                "intervention": intervention,
                "levels": catalogue.levels,
                "add": form(kind.id),
            }
            files = (source, *(record.path for record, _ in some))
            yield Page(path, templates, paged(kind.plural, path, pages), source, values, meta, files)


def _row(cutter: Cutter, record: Record, depth: int) -> dict[str, Any]:
    return {
        "record": record,
        "depth": depth,
        "target": cutter.target(record.id),
        "also": cutter.also_known(record)[:3],
        "summary": summarise(cutter.catalogue, cutter.catalogue.claims_of.get(record.id, ()), frozenset({record.id})),
        "about": {kind.id: targets for kind, targets in cutter.about(record)} if isinstance(record, Study) else {},
        "level": cutter.catalogue.level(record) if isinstance(record, Study) else None,
        "corrections": cutter.targets(record.corrections) if isinstance(record, Study) else (),
        "affected": affected(cutter, record) if isinstance(record, Correction) else (),
    }


EXPLORER = {
    "styles": ["assets/explorer.css"],
    "scripts": ["assets/vendor/itemsjs.js", "assets/vendor/ufuzzy.js", "data/explorer.js", "assets/explorer.js"],
}


def claims_pages(cutter: Cutter) -> Iterator[Page]:
    """The explorer of all claims, and the list of them that needs no script."""
    catalogue = cutter.catalogue
    kind = catalogue.kinds["claim"]
    source = f"content/{kind.folder}/_kind.yml"
    homeless = {view.id for view in cutter.homeless}
    groups = cutter.groups(claim for claim in catalogue.claims if claim.id not in homeless)
    files = tuple(claim.path for claim in catalogue.claims)
    index = {"kind": kind, "list": Target("", cutter.claims_list), "total": len(catalogue.claims)}
    meta = {"hide": ["navigation", "toc"], **EXPLORER}
    yield Page(f"{kind.folder}/index.md", ("claim.index.md.j2",), kind.plural, source, index, meta, files=files)
    listed = [(group, view) for group in groups for view in group.claims]
    pieces = list(chunks(listed, catalogue.settings.most.rows))
    paths = [numbered(cutter.claims_list, number) for number in range(len(pieces))]
    paths = list(dict.fromkeys([*paths, *(cutter.target(view.id).path for view in cutter.homeless)]))
    for number, path in enumerate(paths):
        values = {
            "kind": kind,
            "tallies": cutter.tallies(catalogue.claims) if not number else (),
            "groups": _listed(cutter, pieces[number] if number < len(pieces) else ()),
            "homeless": tuple(view for view in cutter.homeless if cutter.target(view.id).path == path),
            "pages": pager(cutter.claims_list, len(paths)),
        }
        yield Page(path, ("claim.list.md.j2",), "", source, values, {"search": {"exclude": True}}, files=files)


def _listed(cutter: Cutter, rows: Sequence[tuple[Group, ClaimView]]) -> list[tuple[Group, list[Target]]]:
    """Rows of a list by group again, each group with those of its claims that are listed, and their places."""
    listed: dict[int, tuple[Group, list[ClaimView]]] = {}
    for group, view in rows:
        listed.setdefault(id(group), (group, []))[1].append(view)
    return [
        (
            replace(group, claims=tuple(views), before=group.claims.index(views[0])),
            [cutter.target(view.id) for view in views],
        )
        for group, views in listed.values()
    ]


def site_pages(
    cutter: Cutter, templates: Mapping[str, bool], package: Mapping[str, Any], data: Iterable[str]
) -> Iterator[Page]:
    """The pages that a site writes as templates of its own, with every figure of the catalogue at hand.

    `templates` tells of each whether it prints any value: if not, only its own words can change. `data` are the names
    of the data files, and `package` is their own description, which a page that tells of them shows.
    """
    catalogue = cutter.catalogue
    values = {
        "site": catalogue.settings,
        "colophon": catalogue.colophon,
        "package": package,
        "files": {path: Target(path, f"data/{path}") for path in data},
        "kinds": catalogue.kinds,
        "sources": [source.spec for source in catalogue.sources.values()],
        "levels": catalogue.levels,
        "tallies": cutter.tallies(catalogue.claims),
        "claims": len(catalogue.claims),
        "coverage": measure(catalogue),
        "classes": CLASSES,
        "rules": RULES,
        "readings": Counter(catalogue.readings.get(claim.id, "none") for claim in catalogue.claims),
        "quotations": sum(len(record.evidence) for record in catalogue.sourced),
        "disputed": sum(item.reads == "disputed" for record in catalogue.sourced for item in record.evidence),
        "statuses": Counter(reference.status for reference in catalogue.references.values()),
        "abbreviations": [
            (short, long, cutter.target(record.id) if record else None)
            for short, (long, record) in explained(catalogue).items()
        ],
    }
    for name, prints in templates.items():
        source = f"templates/pages/{name}"
        path = name.removesuffix(".j2")
        meta = {"hide": ["toc", "navigation"]} if path in catalogue.settings.tabs else {}
        files = (source, *catalogue.files) if prints else (source,)
        yield Page(path, (f"pages/{name}",), "", source, values, meta, files)
