"""Plain text becomes Markdown or HTML that shows just that text, whatever signs it has."""

from __future__ import annotations

import html
import re
from functools import lru_cache

import markupsafe
from markupsafe import Markup

_SIGNS = re.compile(r"([\\`*_{}\[\]#])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "^": "&#94;", "$": "&#36;"}
_BLOCK_START = re.compile(r"\A(?:(\d+)([.)])|([-+=:!/]))")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_GAP = "&#8203;"


@lru_cache(maxsize=50_000)  # the same words stand on many pages
def escape(text: str) -> Markup:
    """Plain text as Markdown that shows just that text, on one line."""
    words = _SIGNS.sub(r"\\\1", re.sub(r"\s+", " ", text))
    words = "".join(_ENTITIES.get(char, char) for char in words)
    words = re.sub(r":(?=[\w+-]+:)", "&#58;", words)
    words = words.replace("://", "&#58;//")
    words = _BLOCK_START.sub(
        lambda match: f"{match[1]}&#{ord(match[2])};" if match[1] else f"&#{ord(match[3])};", words
    )
    return Markup(words)  # noqa: S704  # everything in it has just been escaped


def unescape(text: str) -> str:
    """The plain text that some Markdown without markup shows."""
    return html.unescape(re.sub(rf"\\{_SIGNS.pattern}", r"\1", text))


def attribute(text: str) -> Markup:
    """Plain text for the inside of a quoted HTML attribute.

    Markdown looks for code, links and pictures before it looks for HTML, so their signs are spelt as entities.
    """
    words = str(markupsafe.escape(" ".join(str(text).split())))
    return Markup(re.sub(r"[\[\]`\\!{}]", lambda match: f"&#{ord(match[0])};", words))  # noqa: S704  # escaped above


def quoted(text: str) -> Markup:
    """Plain text as Markdown for a comment or summary at a repository's host, where it shows just that text.

    Nobody is called by @name, no issue is mentioned, and nothing becomes a link, a picture or an emoji: hosts look for
    those after Markdown is done, so an invisible space parts them. Signs that turn the direction of writing are shown.
    """
    words: str = escape(_INVISIBLE.sub("\ufffd", text))
    words = re.sub(r"&#58;(?=//|[\w+-]+:)", f"&#58;{_GAP}", words)
    words = re.sub(r"(@|\\#)(?=\w)", rf"\1{_GAP}", words)
    words = re.sub(r"(?i)\b(www|gh)(?=[.-])", rf"\1{_GAP}", words)
    return Markup(words)  # noqa: S704  # escaped, and parted


def code(text: str) -> Markup:
    """Plain text as a stretch of code in Markdown, in which nothing means anything."""
    words = " ".join(_INVISIBLE.sub("\ufffd", text).split())
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    gap = " " if words.startswith("`") or words.endswith("`") else ""
    return Markup(f"{fence}{gap}{words}{gap}{fence}")  # noqa: S704  # no stretch of backticks in it is as long as the fence
