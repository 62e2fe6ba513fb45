"""Pages and references are described for search engines and reference managers: schema.org, COinS and citation tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from evidence.catalogue import Catalogue
from evidence.models import Record, Topic
from evidence.references import Name, Reference

Schema = dict[str, Any]
"""What https://schema.org has words for, as JSON-LD."""

_SCHEMA = {
    "article": "ScholarlyArticle",
    "inproceedings": "ScholarlyArticle",
    "book": "Book",
    "inbook": "Chapter",
    "incollection": "Chapter",
    "phdthesis": "Thesis",
    "mastersthesis": "Thesis",
    "techreport": "Report",
}
_GENRES = {
    "article": ("journal", "article"),
    "inproceedings": ("book", "proceeding"),
    "book": ("book", "book"),
    "inbook": ("book", "bookitem"),
    "incollection": ("book", "bookitem"),
    "phdthesis": ("dissertation", "dissertation"),
    "mastersthesis": ("dissertation", "dissertation"),
    "techreport": ("book", "report"),
}
"""By BibTeX type: the format and the genre of a context object, on which the name of its title depends."""


def coins(reference: Reference) -> str:
    """The reference as a context object (Z39.88) in the form of a query, which Zotero and others find in pages."""
    form, genre = _GENRES.get(reference.type, ("dc", ""))
    part = form == "journal" or genre in ("proceeding", "bookitem")
    title = "title" if form in ("dc", "dissertation") else "atitle" if part else "btitle"
    first, last = reference.first_and_last_page
    pairs = [
        ("genre", genre),
        (title, reference.get("title")),
        ("jtitle" if form == "journal" else "btitle", _container(reference) if part else ""),
        ("volume", reference.get("volume")),
        ("issue", reference.get("number")),
        ("pages", reference.get("pages")),
        ("spage", first),
        ("epage", last),
        ("date", reference.year),
        ("creator" if form == "dc" else "inst" if form == "dissertation" else "pub", _publisher(reference)),
        *(("creator" if form == "dc" else "au", _inverted(name)) for name in reference.authors),
        ("isbn", reference.get("isbn")),
    ]
    query = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}")]
    query += [("rft_id", f"info:{name}/{value}") for name in ("doi", "pmid") if (value := reference.get(name))]
    query += [("rft_id", url)] if (url := reference.get("url")) else []
    return urlencode(query + [(f"rft.{name}", value) for name, value in pairs if value], quote_via=quote)


def tags(reference: Reference) -> list[list[str]]:
    """The names, without `citation_`, and values of the tags by which an item is described in the head of its page."""
    first, last = reference.first_and_last_page
    container = "conference_title" if reference.type == "inproceedings" else "journal_title"
    pairs = [
        ("title", reference.get("title")),
        *(("author", _inverted(name)) for name in reference.authors),
        ("publication_date", reference.year),
        (container, _container(reference)),
        ("publisher", _publisher(reference)),
        ("volume", reference.get("volume")),
        ("issue", reference.get("number")),
        ("firstpage", first),
        ("lastpage", last),
        ("doi", reference.get("doi")),
        ("pmid", reference.get("pmid")),
        ("isbn", reference.get("isbn")),
    ]
    return [[name, value] for name, value in pairs if value]


def work(reference: Reference) -> Schema:
    """A known reference in the words of schema.org."""
    doi, pmid = reference.get("doi"), reference.get("pmid")
    same = [f"https://doi.org/{doi}"] if doi else []
    same += [f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"] if pmid else []
    container, publisher = _container(reference), _publisher(reference)
    inside = "Periodical" if reference.get("journal") else "CreativeWork"
    return _filled(
        {
            "@type": _SCHEMA.get(reference.type, "CreativeWork"),
            "name": reference.get("title"),
            "author": [_author(name) for name in reference.authors],
            "datePublished": reference.year,
            "isPartOf": {"@type": inside, "name": container} if container else None,
            "pagination": reference.get("pages"),
            "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": value}
                for name, value in (("DOI", doi), ("PMID", pmid), ("PMCID", reference.get("pmcid")))
                if value
            ],
            "sameAs": same,
            "url": reference.get("url"),
            "creativeWorkStatus": reference.notice.capitalize(),
        }
    )


def _named(reference: Reference) -> Schema:
    """Enough of a reference to tell which it is."""
    whole = work(reference)
    return {name: whole[name] for name in ("@type", "name", "sameAs") if name in whole}


def topic(record: Record) -> Schema:
    """A record in the words of schema.org: what it is called, also elsewhere."""
    other = (*record.abbreviations, *record.synonyms) if isinstance(record, Topic) else ()
    found = record.identifiers if isinstance(record, Topic) else {}
    places = [f"https://bioregistry.io/{quote(prefix)}:{quote(str(number))}" for prefix, number in found.items()]
    return _filled({"@type": "Thing", "name": record.title, "alternateName": list(other), "sameAs": places})


def web_page(catalogue: Catalogue, title: str, path: str, changed: str) -> Schema:
    """A page of the site, the day on which it last changed, if that is known, and what the site is made from."""
    settings, colophon = catalogue.settings, catalogue.colophon
    keys = (source.spec.reference for source in catalogue.sources.values())
    sources = (catalogue.references[key] for key in keys if key)
    page = {
        "@type": "WebPage",
        "name": title,
        "url": settings.url(path),
        "isPartOf": _filled({"@type": "WebSite", "name": settings.name, "url": settings.address}),
        "version": colophon.version,
        "dateModified": changed,
        "license": colophon.licence.path if colophon.licence else "",
        "isBasedOn": [_named(source) for source in sources if source.known],
    }
    return {"@context": "https://schema.org", **_filled(page)}


def dataset(catalogue: Catalogue) -> Schema:
    """What the site publishes as data, for search engines of data sets; nothing that nobody stated."""
    settings, colophon = catalogue.settings, catalogue.colophon
    return _filled(
        {
            "@type": "Dataset",
            "name": colophon.title or settings.name,
            "description": " ".join(settings.description.split()),
            "url": settings.url("index.md"),
            "version": colophon.version,
            "license": colophon.licence.path if colophon.licence else "",
            "isAccessibleForFree": True,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": form, "contentUrl": f"{settings.address}data/{name}"}
                for name, form in (("datapackage.json", "application/json"), ("claims.csv", "text/csv"))
                if settings.address
            ],
        }
    )


def _container(reference: Reference) -> str:
    return reference.get("journal") or reference.get("booktitle")


def _publisher(reference: Reference) -> str:
    return reference.get("publisher") or reference.get("institution") or reference.get("school")


def _inverted(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family


def _author(name: Name) -> Schema:
    if not name.given:
        return {"@type": "Organization", "name": name.family}
    return {"@type": "Person", "familyName": name.family, "givenName": name.given}


def _filled(fields: Mapping[str, Any]) -> Schema:
    return {name: value for name, value in fields.items() if value}
