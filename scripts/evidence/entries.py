"""A reference as a reader sees it: its formatted text, how far the work is known, and where to find it."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from evidence.markup import escape
from evidence.references import Reference


def entry(reference: Reference, formatted: str, word: Callable[[str], str]) -> Markup:
    """A formatted reference with its status and links, as Markdown; `word` has the reader's words for a status."""
    text = formatted or reference.get("note") or reference.key
    parts = [escape(text if text.endswith((".", "?", "!")) else text + ".")]
    status = escape(word(reference.status))
    if reference.notice:
        notice = escape(word(reference.notice))
        parts.insert(0, Markup('<strong class="notice">{}.</strong>').format(notice))
    if reference.status != "resolved":
        parts.insert(0, Markup('<em class="status">{}:</em>').format(status))
    if reference.known and (note := reference.get("note")):
        parts.append(escape(note + "."))
    parts += links(reference, word("link"))
    if reference.status == "resolved":
        parts.append(Markup('<em class="status">{}.</em>').format(status))
    return Markup(" ").join(parts)


def links(reference: Reference, link: str) -> list[Markup]:
    """Links to the reference in the places its identifiers name, as Markdown; `link` is the word for any address."""
    places = (
        ("doi", "DOI {}", "https://doi.org/{}"),
        ("pmid", "PubMed {}", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
        ("pmcid", "{}", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
        ("url", link, "{}"),
    )
    found = []
    for name, label, address in places:
        if value := reference.get(name):
            url = re.sub(r"[<>\s\"()\[\]]", lambda match: f"%{ord(match[0]):02X}", address.format(value))
            found.append(Markup("[{}]({})").format(escape(label.format(value)), Markup(url.replace("&", "&amp;"))))  # noqa: S704  # every sign that ends a link is encoded
    return found


def seen(text: str) -> Markup:
    """Where something was seen: a link where it is an address, else the words."""
    if re.fullmatch(r"https?://[^\s<>\"'()\[\]]+", text):
        return Markup('<a href="{}">{}</a>').format(text, escape(text.split("://", 1)[1]))
    return escape(text)
