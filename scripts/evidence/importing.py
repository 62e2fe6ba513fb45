"""A deposited reference list is compared with references.bib, and fills the placeholders there or changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence import bibediting, bibliography, crossref, reading
from evidence.catalogue import Catalogue
from evidence.crossref import Deposited, Fetch, Sleep, Trouble
from evidence.likeness import compare
from evidence.problems import Place, did_you_mean
from evidence.references import Reference
from evidence.sources import Source

PATH = "references.bib"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field that references.bib and Crossref fill differently; it `blocks` where the reference is resolved."""

    place: Place
    key: str
    field: str
    ours: str
    theirs: str
    blocks: bool

    def __str__(self) -> str:
        where = f"{self.place.path}:{self.place.line}:{self.place.column}"
        advice = "" if self.blocks else "warning: "
        cure = "find out which is right" if self.blocks else "the entry is left as it is"
        return f"{where}: {advice}{self.key}: {self.field} is {self.ours!r}, Crossref has {self.theirs!r} ({cure})"


@dataclass(frozen=True, slots=True)
class Fill:
    """A placeholder and the entry to put in its place."""

    reference: Reference
    entry: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deposited list means for references.bib; all but the fills and the disagreements are BibTeX keys."""

    fills: tuple[Fill, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    agreements: tuple[str, ...] = ()
    """Those of the known references of which something came and nothing differs."""
    known: tuple[str, ...] = ()
    """References that are resolved or candidates, whether or not enough came to compare them."""
    unchanged: tuple[str, ...] = ()
    """Placeholders for which nothing new came, or which disagree."""
    unknown: tuple[str, ...] = ()
    """Keys that the deposited list asks for and references.bib does not have."""

    @property
    def blocked(self) -> bool:
        """Whether a resolved reference disagrees, so that nothing of the list can be trusted."""
        return any(one.blocks for one in self.disagreements)

    def __str__(self) -> str:
        counts = {"filled": self.fills, "already known": self.known, "agreeing": self.agreements}
        counts |= {"unknown": self.unknown, "unchanged": self.unchanged}
        return ", ".join(f"{len(all_)} {name}" for name, all_ in counts.items())


@dataclass(frozen=True, slots=True)
class Proposal:
    """The file as it is and as it would be."""

    path: Path
    before: str
    after: str
    plan: Plan


def prepare(root: Path, asked: str, key: str | None, fetch: Fetch, sleep: Sleep) -> Proposal | Trouble:
    """Everything but writing: what the reference list of the work `asked` would make of the site's references.bib."""
    doi = crossref.bare_doi(asked)
    if not doi:
        return Trouble(f"{asked!r} is no DOI", "a DOI begins with 10. and has a slash, such as 10.1000/182")
    catalogue, _ = reading.read_site(root)
    template = choose_template(catalogue, doi, key)
    if isinstance(template, Trouble):
        return template
    body = crossref.ask(doi, fetch, sleep)
    if isinstance(body, Trouble):
        return body
    deposited = crossref.parse(body, doi)
    if isinstance(deposited, Trouble):
        return deposited
    return propose(root / PATH, doi, template, deposited)


def choose_template(catalogue: Catalogue, doi: str, key: str | None) -> str | Trouble:
    """How the source `key`, or the source that is the work itself, makes BibTeX keys from its numbers."""
    if key is None:
        same = (one for one in catalogue.sources.values() if _doi_of(one, catalogue).casefold() == doi.casefold())
        source = next(same, None)
        if source is None:
            cure = f"name the source with --source: {', '.join(catalogue.sources)}" if catalogue.sources else ""
            return Trouble(f"no source of this site has the DOI {doi}", cure)
    elif key in catalogue.sources:
        source = catalogue.sources[key]
    else:
        return Trouble(f"there is no source {key!r}", did_you_mean(key, catalogue.sources))
    markers = source.spec.markers
    if markers is None or markers.style != "numeric" or not markers.key:
        return Trouble(f"the source {source.key} does not cite by number", "fill in references.bib by hand")
    return markers.key


def _doi_of(source: Source, catalogue: Catalogue) -> str:
    reference = catalogue.references.get(source.spec.reference or "")
    return reference.get("doi") if reference else ""


def propose(path: Path, doi: str, template: str, deposited: Iterable[Deposited]) -> Proposal | Trouble:
    """The file with its placeholders filled, made sure to be readable."""
    before = bibediting.load(path)
    if before is None:
        return Trouble(f"{PATH} cannot be read", "save it as UTF-8")
    references, problems = bibliography.read(before.removeprefix(BOM), PATH)
    if problems:
        return Trouble(f"{PATH} has problems, the first is {problems[0]}", "mend them before an import")
    plan = make_plan(doi, template, deposited, references)
    after = apply(before, plan)
    again, problems = bibliography.read(after.removeprefix(BOM), PATH)
    if problems or list(again) != list(references):
        return Trouble(f"what came from Crossref would make {PATH} unreadable", "fill it in by hand")
    return Proposal(path, before, after, plan)


def apply(text: str, plan: Plan) -> str:
    """The text of references.bib with the fills of the plan, or unchanged where a resolved reference disagrees."""
    fills = () if plan.blocked else plan.fills
    return bibediting.replace(text, [(fill.reference, fill.entry) for fill in fills])


def make_plan(doi: str, template: str, deposited: Iterable[Deposited], references: Mapping[str, Reference]) -> Plan:
    """What each deposited reference means for the entry of its number."""
    fills: list[Fill] = []
    disagreements: list[Disagreement] = []
    keys: dict[str, list[str]] = {"agreements": [], "known": [], "unchanged": [], "unknown": []}
    for theirs in deposited:
        key = template.format(n=theirs.number)
        ours = references.get(key)
        if ours is None:
            keys["unknown"].append(key)
            continue
        compared = compare(ours, theirs)
        wrong = [one for one in compared if not one.same]
        if ours.status != "unresolved":
            keys["known"].append(key)
            keys["agreements"] += [key] if compared and not wrong else []
        elif not wrong and (entry := filled(ours, theirs, doi)):
            fills.append(Fill(ours, entry))
        else:
            keys["unchanged"].append(key)
        blocks = ours.status == "resolved" and bool(ours.get("doi") or ours.get("title"))
        place = Place(PATH, ours.line)
        disagreements += [Disagreement(place, key, one.field, one.ours, one.theirs, blocks) for one in wrong]
    return Plan(tuple(fills), tuple(disagreements), **{name: tuple(all_) for name, all_ in keys.items()})


def filled(ours: Reference, theirs: Deposited, doi: str) -> str | None:
    """The entry of a placeholder with what came; None where nothing came that it does not have already.

    A field that was seen stays as it is. A note that nobody saw stays only until there is more to say.
    """
    old = bibediting.values(ours)
    came = {
        "author": _author(theirs.author),
        "title": f"{{{bibediting.escape(theirs.title or theirs.book)}}}" if theirs.title or theirs.book else "",
        "journal": bibediting.escape(theirs.journal),
        "year": theirs.year,
        "volume": bibediting.bare(theirs.volume),
        "pages": bibediting.escape(theirs.page),
        "doi": theirs.doi,
        "note": "" if theirs.title or theirs.book else bibediting.escape(theirs.unstructured),
    }
    known = bool(theirs.doi or came["title"])
    stale = {"status", "seen"} | ({"note"} if "seen" not in old and (came["title"] or came["note"]) else set())
    kept = {name: value for name, value in old.items() if name not in stale}
    new = {name: f"{{{value}}}" for name, value in came.items() if value and name not in kept}
    if not new:
        return None
    seen = f"{crossref.address(doi)}, reference {bibediting.bare(theirs.key).replace(';', ' ')}"
    before = [page for page in old.get("seen", "").strip('{}"').split("; ") if page and page != seen]
    fields = {name: (kept | new)[name] for name in (*came, *kept) if name in kept or name in new}
    fields |= {"status": "{resolved}" if known else "{unresolved}", "seen": f"{{{'; '.join([*before, seen])}}}"}
    kind = "article" if "journal" in fields else "misc"
    return bibediting.entry(kind if ours.type == "misc" else ours.type, ours.key, fields)


def _author(name: str) -> str:
    """The name as TeX. A comma or initials tell which is the family name; without them the whole stands as it came."""
    text = bibediting.escape(name)
    words = text.split()
    short = [_initials(word) for word in words]
    family, comma, given = name.partition(",")
    if len(words) < 2 or (comma and not any(map(_initials, family.split())) and "," not in given):
        return text
    if comma or "and" in words or short[0] == short[-1]:
        return f"{{{text}}}"
    first = short.index(True)
    return text if first == 0 else f"{' '.join(words[:first])}, {' '.join(words[first:])}"


def _initials(word: str) -> bool:
    return word.isupper() and bool(re.fullmatch(r"(?:[^\W\d_]\.?-?){1,3}", word))
