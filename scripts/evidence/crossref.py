"""Crossref is asked for the references of a work and what was said of it since: the only use of the network here."""

from __future__ import annotations

import html
import http.client
import json
import re
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import Any

TRIES = 3
TIMEOUT = 30
PATIENCE = 120
"""Seconds: where Crossref asks for a longer pause than this, the command ends instead of waiting."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing could be done, and what may help."""

    message: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.cure})" if self.cure else self.message


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: its status, what it sent and how long it asks to wait."""

    status: int
    body: bytes = b""
    retry_after: str = ""


Fetch = Callable[[str], Answer]
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Deposited:
    """One reference as it was deposited; a text is empty where nothing came. `author` is the first one only."""

    key: str
    number: int
    doi: str = ""
    author: str = ""
    title: str = ""
    book: str = ""
    journal: str = ""
    year: str = ""
    volume: str = ""
    page: str = ""
    unstructured: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """A notice about a work: its kind in Crossref's words, such as retraction, and the DOI under which it stands."""

    kind: str
    doi: str


def bare_doi(text: str) -> str:
    """A DOI without the address before it, empty where the text is none that BibTeX could hold."""
    doi = re.sub(r"(?i)\A(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip())
    return doi if re.fullmatch(r"10\.[0-9]{4,9}/[^\s{}\\]+", doi) else ""


def address(doi: str) -> str:
    """Where Crossref says what it knows of a work."""
    return "https://api.crossref.org/works/" + urllib.parse.quote(doi, safe="/:()")


def over_network(url: str) -> Answer:
    """One polite request; raises OSError or HTTPException where no answer comes."""
    try:
        version = metadata.version("evidence")
    except metadata.PackageNotFoundError:  # run from its folder without being installed
        version = "0"
    headers = {"User-Agent": f"evidence/{version}", "Accept": "application/json"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  # `address` begins with https
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310  # as above
            return Answer(response.status, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, retry_after=error.headers.get("Retry-After", ""))


def ask(doi: str, fetch: Fetch, sleep: Sleep) -> bytes | Trouble:
    """What Crossref answers about a work; asks again, after the pause it asks for, where it is busy or broken."""
    status = 0
    for attempt in range(1, TRIES + 1):
        try:
            answer = fetch(address(doi))
        except (OSError, http.client.HTTPException) as error:
            return Trouble(f"Crossref cannot be reached: {error}", "look at the network, then try again")
        status = answer.status
        if status == 200:
            return answer.body
        if (status != 429 and status < 500) or attempt == TRIES:
            break
        pause = _pause(answer.retry_after, attempt)
        if pause > PATIENCE:
            return Trouble(f"Crossref asks to wait {pause:.0f} seconds", "try again then")
        sleep(pause)
    if status == 404:
        return Trouble(f"Crossref does not know {doi}", "look at the DOI; some are registered elsewhere")
    return Trouble(f"Crossref answered with status {status}", "try again later")


def _pause(retry_after: str, attempt: int) -> float:
    """Seconds to wait: those asked for, as a number or as a moment, else twice as many each time."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return int(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except ValueError:
        return 2.0**attempt


def updates(body: bytes) -> tuple[Update, ...] | Trouble:
    """What was said of a work since it appeared, in the order in which Crossref has it."""
    message = _message(body)
    if isinstance(message, Trouble):
        return message
    items = message.get("updated-by", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return _NO_WORK
    return tuple(
        Update(re.sub(r"[\s-]+", "_", _text(item, "type").lower()), bare_doi(_text(item, "DOI"))) for item in items
    )


def parse(body: bytes, doi: str) -> tuple[Deposited, ...] | Trouble:
    """The deposited references by number, which is what the digits at the end of their keys say."""
    message = _message(body)
    if isinstance(message, Trouble):
        return message
    items = message.get("reference", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return _NO_WORK
    if not items:
        return Trouble(f"Crossref has no reference list of {doi}", "its publisher has deposited none")
    return _numbered(items, doi)


def _message(body: bytes) -> Mapping[str, Any] | Trouble:
    """What an answer says of a work."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return Trouble("Crossref's answer is not JSON", "try again later")
    message = answer.get("message") if isinstance(answer, dict) else None
    return message if isinstance(message, dict) else _NO_WORK


_NO_WORK = Trouble("Crossref's answer does not describe a work", "look at the DOI, or try again later")


def _numbered(items: Iterable[Mapping[str, Any]], doi: str) -> tuple[Deposited, ...] | Trouble:
    found: dict[int, Deposited] = {}
    cure = "fill in references.bib by hand"
    for item in items:
        key = _text(item, "key")
        digits = re.search(r"(?<![0-9])[0-9]{1,6}\Z", key)
        if not digits:
            return Trouble(f"the reference list of {doi} is not numbered: {key!r} does not end in a number", cure)
        number = int(digits[0])
        if number in found:
            twins = f"{found[number].key!r} and {key!r}"
            return Trouble(f"the reference list of {doi} is not numbered: {twins} end in the same number", cure)
        found[number] = _deposited(item, key, number)
    return tuple(found[number] for number in sorted(found))


def _deposited(item: Mapping[str, Any], key: str, number: int) -> Deposited:
    year = re.search(r"(?<![0-9])[12][0-9]{3}(?![0-9])", _text(item, "year"))
    return Deposited(
        key=key,
        number=number,
        doi=bare_doi(_text(item, "DOI")),
        author=_text(item, "author"),
        title=_text(item, "article-title"),
        book=_text(item, "volume-title"),
        journal=_text(item, "journal-title"),
        year=year[0] if year else "",
        volume=_text(item, "volume"),
        page=_text(item, "first-page"),
        unstructured=_text(item, "unstructured"),
    )


_TAG = re.compile(r"</?(?:[a-z]+:)?(?:i|b|em|strong|sub|sup|sc|italic|bold|p)>", re.IGNORECASE)


def _text(item: Mapping[str, Any], name: str) -> str:
    """One text of an answer on one line, without the markup and the entities that publishers leave in it."""
    value = item.get(name)
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    words = " ".join(_TAG.sub("", html.unescape(text)).split())
    return "".join(sign for sign in words if unicodedata.category(sign) not in ("Cc", "Cs"))
