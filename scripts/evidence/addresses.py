"""Claims keep their addresses and records their former ones: they forward, or say what happened to a claim."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from evidence.cutting import Cutter
from evidence.models import Claim, Record
from evidence.pages import Page, Portion


def withdrawn_claims(cutter: Cutter) -> Iterator[Page]:
    """The permanent address of every claim that was withdrawn, with what happened."""
    file = "content/_withdrawn.yml"
    for one in cutter.catalogue.notes.withdrawn:
        values = {"claim": one, "instead": cutter.targets(one.instead)}
        meta = {"robots": "noindex", "search": {"exclude": True}}
        yield Page(f"c/{one.id}.md", ("withdrawn.md.j2",), "", file, values, meta, (file,))


def address_portions(cutter: Cutter) -> Iterator[Portion]:
    """The permanent address of every claim, and every former address of any record, each forwarding to where it is."""
    records = cutter.catalogue.records.values()
    return (partial(_addresses, cutter, one) for one in records if isinstance(one, Claim) or one.former_ids)


def _addresses(cutter: Cutter, record: Record) -> Iterator[Page]:
    target = cutter.target(record.id)
    addresses = (
        [f"c/{record.id}.md", *(f"c/{old}.md" for old in record.former_ids)] if isinstance(record, Claim) else []
    )
    if page := cutter.page_of(record):
        folder = page.rpartition("/")[0]
        addresses = [f"{folder}/{old}.md" for old in record.former_ids]
    for address in addresses:
        meta = {"template": "forward.html", "forward": target.path.removesuffix(".md"), "search": {"exclude": True}}
        if target.anchor:
            meta["anchor"] = target.anchor
        yield Page(address, ("forward.md.j2",), target.title, record.path, {"destination": target}, meta)
