"""The bibliography and a page for each reference: what is known of it, and the claims that rest on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from evidence import metadata
from evidence.cutting import Cutter
from evidence.formats import ALL, FORMATS
from evidence.models import Claim, Study
from evidence.pages import Page, Portion, several
from evidence.references import Reference
from evidence.views import Target

LIST = "references.md"
"""The page below docs/ that lists all references."""


def bibliography(cutter: Cutter) -> Iterator[Page]:
    """Every reference in the order of references.bib, each with a link to its page."""
    catalogue = cutter.catalogue
    entries = [_shown(cutter, one) for one in catalogue.references.values()]
    known = sum(reference.known for reference in catalogue.references.values())
    common = {
        "known": known,
        "total": len(entries),
        "exports": [Target(ending, f"data/{ALL}.{ending}") for ending in FORMATS] if known else [],
    }
    meta = {"hide": ["toc", "navigation"], "search": {"exclude": True}}
    file = "references.bib"
    for path, pages, some in several(LIST, entries, catalogue.settings.most.rows):
        values = {**common, "entries": some, "pages": pages}
        yield Page(path, ("bibliography.md.j2",), "", file, values, meta, (file,))


def reference_portions(cutter: Cutter) -> Iterator[Portion]:
    """The permanent page of each reference."""
    return (partial(_pages, cutter, reference) for reference in cutter.catalogue.references.values())


def _pages(cutter: Cutter, reference: Reference) -> Iterator[Page]:
    """The page of a reference, and further ones where more claims rest on it than one can list."""
    catalogue = cutter.catalogue
    resting = catalogue.resting_on.get(reference.key, ())
    views = cutter.views(record for record in resting if isinstance(record, Claim))
    endings = FORMATS if reference.known else ()
    values = {
        "one": _shown(cutter, reference),
        "list": Target("", LIST),
        "places": [one for one in re.split(r";\s+", reference.get("seen")) if one],
        "exports": [Target(ending, f"data/references/{reference.slug}.{ending}") for ending in endings],
        "most": catalogue.settings.most,
        "total": len(views),
        "studies": cutter.targets(record.id for record in resting if isinstance(record, Study)),
        "corrections": cutter.targets(one.id for one in catalogue.corrections if reference.key in one.refs),
        "all_claims": Target("", f"{catalogue.kinds['claim'].folder}/index.md") if "claim" in catalogue.kinds else None,
    }
    # Readers who come here cite the work itself, in one of the formats that the page offers.
    meta: dict[str, Any] = {"hide": ["navigation", "toc"], "search": {"exclude": True}, "cite": None}
    meta |= {"citation": metadata.tags(reference)} if reference.known else {"robots": "noindex", "schema": None}
    schema = {"mainEntity": metadata.work(reference)} if reference.known else {}
    files = ("references.bib", *(record.path for record in resting))
    about = (schema, reference.key, reference.line)
    for path, pages, some in several(reference.page, views, catalogue.settings.most.rows):
        shown = {**values, "pages": pages, "claims": [(view, cutter.target(view.id)) for view in some]}
        yield Page(path, ("reference.md.j2",), "", "references.bib", shown, meta, files, *about)


def _shown(cutter: Cutter, reference: Reference) -> dict[str, Any]:
    """What the list and the page have in common; `quoting` counts what quotes a reference that is itself a source."""
    catalogue = cutter.catalogue
    own = {key for key, source in catalogue.sources.items() if source.spec.reference == reference.key}
    quoting = catalogue.sourced if own else ()
    return {
        "entry": reference,
        "number": catalogue.number(reference.key),
        "target": cutter.reference(reference.key),
        "coins": metadata.coins(reference) if reference.known else "",
        "resting": len(catalogue.resting_on.get(reference.key, ())),
        "quoting": sum(any(item.source in own for item in record.evidence) for record in quoting),
    }
