"""The rules that need the whole catalogue, and the list of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from evidence import advice, linkchecks, meaning, waivers
from evidence.abbreviations import unexplained
from evidence.catalogue import Catalogue
from evidence.coverage import measure
from evidence.folding import fold
from evidence.models import Claim, Kind, Sourced, Study, StudyFacts, Topic
from evidence.problems import Answer, Place, Problem, Severity, did_you_mean, errors, surely
from evidence.quotes import Missing
from evidence.yamltext import Path

Check = Callable[[Catalogue], Iterator[Problem]]


def check(catalogue: Catalogue) -> list[Problem]:
    """What is wrong between the parts of a catalogue and not waived, in the order of files and lines."""
    return sorted(waivers.applied(catalogue, [problem for rule in CHECKS for problem in rule(catalogue)]))


def alone(catalogue: Catalogue) -> list[Problem]:
    """The errors that some claims have by themselves, in a catalogue that lists no others.

    Mistakes that lie between claims are not among them, so this does not stand for `check`.
    """
    paths = {claim.path for claim in catalogue.claims}
    found = errors(problem for rule in (*linkchecks.LINK_CHECKS, *_OF_CLAIMS) for problem in rule(catalogue))
    return sorted(problem for problem in found if problem.place.path in paths)


def _levels(catalogue: Catalogue) -> Iterator[Problem]:
    """Every level is declared."""
    declared = [level.id for level in catalogue.levels]
    for record in catalogue.sourced:
        facts = record if isinstance(record, Study) else getattr(record, "study", None)
        base: Path = () if isinstance(record, Study) else ("study",)
        for number, level in enumerate(facts.level if isinstance(facts, StudyFacts) else ()):
            if level not in declared:
                place = _place(catalogue, record, (*base, "level", number))
                cure = did_you_mean(level, declared) or f"use {', '.join(declared)}"
                answer = surely(level, declared)
                yield Problem(place, "level-unknown", f"there is no level {level!r}", cure, instead=answer)


def _effects(catalogue: Catalogue) -> Iterator[Problem]:
    """Changes fit their targets, and means are targets too."""
    for claim in catalogue.claims:
        targets = {effect.target for effect in claim.effects if isinstance(effect.target, str)}
        for number, effect in enumerate(claim.effects):
            target = catalogue.records.get(effect.target) if isinstance(effect.target, str) else None
            if target is not None:
                kind: Kind = catalogue.kinds[target.kind]
                if effect.change not in kind.changes:
                    place = _place(catalogue, claim, ("effects", number, "change"))
                    message = f"a {kind.title.lower()} cannot be said to change by {effect.change!r}"
                    yield Problem(place, "effect-change", message, f"use {', '.join(kind.changes)}")
            for index, means in enumerate(effect.by):
                if means == effect.target:
                    place = _place(catalogue, claim, ("effects", number, "by", index))
                    message = f"{means} is said to change by means of itself"
                    yield Problem(place, "effect-means", message, "remove it", instead=Answer(means, ()))
                elif means not in targets:
                    place = _place(catalogue, claim, ("effects", number, "by", index))
                    message = f"{means} is a means, but no target of this claim"
                    yield Problem(place, "effect-means", message, f"add an effect whose target is {means}")


def _interventions(catalogue: Catalogue) -> Iterator[Problem]:
    """A claim that speaks for or against something says for or against what."""
    kind = catalogue.kinds.get("claim")
    interventions = kind.intervention if kind else ()
    for claim in catalogue.claims if interventions else ():
        actors = [catalogue.records.get(id_) for effect in claim.effects for id_ in effect.actor]
        named = {actor.kind for actor in actors if actor} | {kind for kind, ids in claim.about.items() if ids}
        unread = None in actors  # which is a problem of its own
        if claim.stance != "background" and not unread and not named.intersection(interventions):
            names = ", ".join(interventions)
            message = f"the stance is {claim.stance}, but neither `about` nor `from` names an intervention"
            cure = f"name a record of {names}; or its stance is background"
            yield Problem(_place(catalogue, claim, ("stance",)), "intervention-missing", message, cure)


def _quotations(catalogue: Catalogue) -> Iterator[Problem]:
    """Every quotation stands in its source; a disputed one has a correction that says why."""
    for record in catalogue.sourced:
        for number, item in enumerate(record.evidence):
            if item.source not in catalogue.sources:
                place = _place(catalogue, record, ("evidence", number, "source"))
                cure = did_you_mean(item.source, catalogue.sources) or "list it in seeds/_sources.yml"
                answer = meaning.source(catalogue, item.source)
                yield Problem(place, "source-unknown", f"there is no source {item.source!r}", cure, instead=answer)
                continue
            result = catalogue.quotations[record.id, number]
            if isinstance(result, Missing):
                place = _place(catalogue, record, ("evidence", number, "quote"))
                yield Problem(place, result.code, result.message, result.cure)
            if item.reads == "disputed" and not record.corrections:
                place = _place(catalogue, record, ("evidence", number, "reads"))
                cure = "add `corrections: [...]`"
                yield Problem(place, "disputed-without-correction", "no correction says what is disputed", cure)


def _markers(catalogue: Catalogue) -> Iterator[Problem]:
    """What a quotation is said to cite are whole markers of it."""
    for record in catalogue.sourced:
        for number, item in enumerate(record.evidence):
            source = catalogue.sources.get(item.source)
            if source is None or source.spec.markers is None:
                continue
            markers = catalogue.markers(source, item.quote)
            whole = {key for keys in markers if set(keys) <= set(item.cites) for key in keys}
            for index, key in enumerate(item.cites):
                if key in catalogue.references and key not in whole:
                    place = _place(catalogue, record, ("evidence", number, "cites", index))
                    having = [keys for keys in markers if key in keys]
                    message = f"{key} is only part of a marker" if having else f"no marker of the quotation is {key}"
                    cure = f"cite all of {', '.join(having[0])}" if having else "cite what the quotation cites"
                    answer = _rest(catalogue, having, item.cites, key)
                    yield Problem(place, "cites-not-in-quote", message, cure, instead=answer)


def _rest(catalogue: Catalogue, having: list[tuple[str, ...]], cites: tuple[str, ...], key: str) -> Answer | None:
    """A key with those that its only marker lacks, told once: at the last of the marker's keys that is there."""
    markers = set(having)
    marker = markers.pop() if len(markers) == 1 else ()
    missing = [one for one in dict.fromkeys(marker) if one not in cites]
    last = [one for one in cites if one in marker][-1:] == [key]
    known = all(one in catalogue.references for one in (*cites, *missing))  # else another may be what is missing
    return Answer(key, (key, *missing)) if last and missing and known else None


def _mistakes(catalogue: Catalogue) -> Iterator[Problem]:
    """No statement repeats the words of a known mistake."""
    for correction in catalogue.corrections:
        for words in correction.wording:
            pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
            for claim in catalogue.claims:
                if found := pattern.search(claim.statement):
                    place = catalogue.documents[claim.path].find(("statement",), found[0])
                    message = f"the statement repeats {found[0]!r}, a known mistake"
                    yield Problem(place, "statement-mistake", message, f"see {correction.path}")


def _free_targets(catalogue: Catalogue) -> Iterator[Problem]:
    """A free target is used only where no record has that name."""
    for claim in catalogue.claims:
        for number, effect in enumerate(claim.effects):
            if isinstance(effect.target, str):
                continue
            text = effect.target.text
            if named := [one.id for one in catalogue.called.get(text.casefold(), ()) if isinstance(one, Topic)]:
                place = _place(catalogue, claim, ("effects", number, "target"))
                message, cure = f"{text!r} is the name of {named[-1]}", f"write `target: {named[-1]}`"
                answer = Answer({"text": text}, (named[0],)) if len(named) == 1 else None
                yield Problem(place, "target-is-record", message, cure, instead=answer)


def _sentences(catalogue: Catalogue) -> Iterator[Problem]:
    """No sentence that is quoted, or that does not exist, is listed as left out."""
    covers = measure(catalogue) if catalogue.notes.sentences else ()
    sentences = {(cover.source.key, one.text): one for cover in covers for one in cover.sentences}
    for note in catalogue.notes.sentences:
        found = sentences.get((note.source, fold(note.sentence)))
        if found is None or found.state not in ("asserted-uncited", "no-assertion"):
            place = catalogue.documents["content/_sentences.yml"].place((note.number, "sentence"))
            message = "no sentence of the source reads so" if found is None else "a claim or study quotes this sentence"
            yield Problem(place, "note-unknown", message, "mend or remove the entry")


def _readings(catalogue: Catalogue) -> Iterator[Problem]:
    """Every second reading is of a claim."""
    for reading in catalogue.notes.readings:
        if reading.claim not in catalogue.broken and not isinstance(catalogue.records.get(reading.claim), Claim):
            place = catalogue.documents["content/_readings.yml"].place((reading.number, "claim"))
            cure = did_you_mean(reading.claim, (claim.id for claim in catalogue.claims)) or "remove the entry"
            answer = meaning.record(catalogue, reading.claim, "claim")
            yield Problem(place, "note-unknown", f"there is no claim {reading.claim!r}", cure, instead=answer)


def _abbreviations(catalogue: Catalogue) -> Iterator[Problem]:
    """Every abbreviation is explained, each asked for once."""
    asked = set()
    for record, path, word in unexplained(catalogue):
        if word not in asked:
            asked.add(word)
            place = catalogue.documents[record.path].find(path, word)
            cure = "add it to the `abbreviations` of its record, or to content/_abbreviations.yml"
            yield Problem(place, "abbreviation-unexplained", f"nothing explains {word}", cure, Severity.WARNING)


def _licences(catalogue: Catalogue) -> Iterator[Problem]:
    """A source that is to be shown whole has a licence that was seen somewhere."""
    for source in catalogue.sources.values():
        if source.spec.show_full_text and not source.spec.shown_whole:
            place = catalogue.documents["seeds/_sources.yml"].place((source.index, "show_full_text"))
            message = f"{source.short} is to be shown whole, but without a licence that was seen only quotations are"
            yield Problem(place, "source-licence", message, "state licence and licence_seen", Severity.WARNING)


def _navigation(catalogue: Catalogue) -> Iterator[Problem]:
    """The index page of every kind that has pages is in the navigation."""
    for kind in catalogue.kinds.values():
        addresses = (f"{kind.folder}/index.md", f"{kind.folder}/")
        if kind.pages and not any(address in catalogue.settings.nav for address in addresses):
            cure = f"add `- {kind.plural}: {kind.folder}/index.md` under nav"
            message = f"the kind {kind.id} is not in the navigation"
            yield Problem(Place("mkdocs.yml"), "kind-not-in-nav", message, cure, Severity.WARNING)


def _releases(catalogue: Catalogue) -> Iterator[Problem]:
    """Releases stand in the order of their days, the newest last, each with a version of its own."""
    for before, release in pairwise(catalogue.notes.releases):
        if release.date < before.date:
            place = catalogue.documents["content/_releases.yml"].place((release.number, "date"))
            message = f"{release.version} is older than {before.version}, which stands above it"
            yield Problem(place, "release-order", message, "put the newest last")
    for release in catalogue.notes.releases:
        if any(one.version == release.version for one in catalogue.notes.releases[: release.number]):
            place = catalogue.documents["content/_releases.yml"].place((release.number, "version"))
            yield Problem(place, "release-order", f"there is a release {release.version} already", "remove one of them")


_OF_CLAIMS: tuple[Check, ...] = (
    _levels,
    _effects,
    _interventions,
    _quotations,
    _markers,
    _mistakes,
    _free_targets,
)
"""The rules of which each looks at one claim or study after the other."""

CHECKS: tuple[Check, ...] = (
    *linkchecks.LINK_CHECKS,
    *_OF_CLAIMS,
    _sentences,
    _readings,
    _abbreviations,
    _licences,
    _navigation,
    _releases,
    *advice.ADVICE,
)


def _place(catalogue: Catalogue, record: Sourced, path: Iterable[str | int]) -> Place:
    return catalogue.documents[record.path].place(tuple(path))
