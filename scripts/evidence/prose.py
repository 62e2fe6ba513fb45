"""Prose is plain text in which `[[id]]` or `[[id|words]]` links, `[@key]` cites and `*words*` are stressed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"\[\[(?P<id>[^\[\]|\n]+)(?:\|(?P<label>[^\[\]\n]+))?\]\]"
    r"|\[(?P<cites>@[^\[\]\s;,@]+(?:\s*[;,]\s*@[^\[\]\s;,@]+)*)\]"
    r"|(?<![*\w])\*(?P<stressed>[^*\s\[\]](?:[^*\[\]\n]*[^*\s\[\]])?)\*(?![*\w])"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text, stressed or not."""

    text: str
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the record `id`, shown as `label` or else by the record's name."""

    id: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation of the reference `key`."""

    key: str


Token = Words | Link | Cite


@lru_cache(maxsize=50_000)  # the same text stands on many pages
def parse(text: str) -> tuple[tuple[Token, ...], ...]:
    """The paragraphs of `text`, each a row of tokens; what is no token is text as it stands."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
    return tuple(_tokens(paragraph) for paragraph in paragraphs if paragraph)


def _tokens(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() > end:
            tokens.append(Words(text[end : match.start()]))
        if match["id"]:
            tokens.append(Link(match["id"].strip(), match["label"]))
        elif match["cites"]:
            tokens.extend(Cite(key.strip().removeprefix("@")) for key in re.split(r"[;,]", match["cites"]))
        else:
            tokens.append(Words(match["stressed"], stressed=True))
        end = match.end()
    if end < len(text):
        tokens.append(Words(text[end:]))
    return tuple(tokens)


def plain(text: str, name: Callable[[str], str]) -> str:
    """`text` as plain words: a link is its label or what `name` calls the record, a citation is left out."""
    paragraphs = []
    for paragraph in parse(text):
        words = ""
        for token in paragraph:
            if isinstance(token, Words):
                words += token.text
            elif isinstance(token, Link):
                words += token.label or name(token.id)
            else:  # the space before a citation goes with it
                words = words.rstrip()
        paragraphs.append(words)
    return " ".join(" ".join(paragraphs).split())


def links(text: str) -> tuple[str, ...]:
    """The ids that `text` links, in order."""
    return tuple(token.id for paragraph in parse(text) for token in paragraph if isinstance(token, Link))


def cites(text: str) -> tuple[str, ...]:
    """The keys that `text` cites, in order."""
    return tuple(token.key for paragraph in parse(text) for token in paragraph if isinstance(token, Cite))
