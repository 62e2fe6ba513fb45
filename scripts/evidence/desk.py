"""What the templates of a page call; what a page shows besides its own values it has asked for here."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from markupsafe import Markup

from evidence import citing, templating
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.entries import entry, seen
from evidence.markup import attribute, escape
from evidence.pages import Page
from evidence.prose import Cite, Link, Token, parse
from evidence.references import Reference
from evidence.sources import Passage
from evidence.templating import Templates
from evidence.views import ClaimView, QuoteView, Target

Asked = tuple[str, str]
"""What a page asks for besides its own values: a record by its id, a reference by its key, or "" for all keys."""

_BETWEEN = Markup("<sup>, </sup>")
"""What stands between two footnotes, which would else read as one number."""


def finalize(value: Any) -> Markup:
    """What Jinja prints for a value: nothing for None, Markdown as it is, everything else escaped."""
    if value is None:
        return Markup("")
    words = value if isinstance(value, Markup) else escape(str(value))
    words.encode()  # half a character could not be written, so it is an error where it is printed
    return words


@lru_cache(maxsize=50_000)
def _relative(path: str, folder: str) -> str:
    return posixpath.relpath(path, folder or ".")


class Toolbox:
    """What all pages of one catalogue are made with, by the templates of one site."""

    def __init__(self, catalogue: Catalogue, templates: Templates, formatted: Mapping[str, str]) -> None:
        self.catalogue = catalogue
        self.cutter = Cutter(catalogue)
        self.formatted = formatted
        self.templates = templates
        self._references: dict[str, Markup] = {}

    def issue(self, form: str, subject: str) -> str:
        """The address of a new issue about a record, a reference or a page; empty where there are none."""
        title = self.word("issues", f"{form}-title").replace("%s", subject)
        return self.catalogue.settings.issue(form, subject, title)

    @property
    def version(self) -> str:
        """The version of the site in the reader's words; empty where it has none."""
        version = self.catalogue.colophon.version
        return f"{self.word('cite', 'version')} {version}" if version else ""

    def word(self, group: str, key: str) -> str:
        """The reader's word for something the data has an id for; the id itself where nobody gave one."""
        return templating.word(self.templates.words, group, key)

    def reference(self, reference: Reference) -> Markup:
        """A formatted reference with its status and links, as Markdown."""
        if reference.key not in self._references:
            formatted = self.formatted.get(reference.key, "")
            self._references[reference.key] = entry(reference, formatted, partial(self.word, "references"))
        return self._references[reference.key]

    def answer(self, asked: Asked) -> Any:
        """What is said to a page that asks for a record, for a reference, or for the keys of all; None of nothing."""
        what, name = asked
        if what == "record":
            return self.cutter.target(name) if name in self.catalogue.records else None
        references = self.catalogue.references
        return (references.get(name), self.formatted.get(name)) if name else list(references)


class _Bibliography(Mapping[str, Reference]):
    """The references by their keys; what is looked at is among what was `asked`."""

    def __init__(self, references: Mapping[str, Reference], asked: dict[Asked, None]) -> None:
        self.references, self.asked = references, asked

    def __getitem__(self, key: str) -> Reference:
        self.asked["reference", key] = None
        return self.references[key]

    def __iter__(self) -> Iterator[str]:
        self.asked["reference", ""] = None
        return iter(self.references)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Desk:
    """What the templates of one page call, and what the page has cited and asked for so far."""

    def __init__(self, tools: Toolbox, page: Page) -> None:
        self.tools = tools
        self.page = page
        self.cited: dict[str, None] = {}
        self.asked: dict[Asked, None] = {}
        self.references = _Bibliography(tools.catalogue.references, self.asked)

    def helpers(self) -> dict[str, Any]:
        return {
            "link": self.link,
            "prose": self.prose,
            "cite": self.cite,
            "reference": self.reference,
            "word": self.tools.word,
            "say": self.say,
            "place": self.place,
            "issue": self.tools.issue,
            "seen": seen,
            "quotation": self.quotation,
            "citation": self.citation,
            "bibliography": self.references,
            "cited": self.cited,
        }

    def reference(self, reference: Reference) -> Markup:
        """A formatted reference, which depends on the style, and may on all other references."""
        self.asked["reference", reference.key] = None
        return self.tools.reference(reference)

    def target(self, id_: str) -> Target:
        """A link to a record."""
        self.asked["record", id_] = None
        return self.tools.cutter.target(id_)

    def say(self, group: str, key: str, **values: Any) -> Markup:
        """A sentence of the reader's words as Markdown, with the values in place of their {names}.

        Raises LookupError where the sentence asks for a value that is not given.
        """
        parts = re.split(r"\{(\w+)\}", self.tools.word(group, key))
        if unknown := set(parts[1::2]) - values.keys():
            raise LookupError(f"{group}.{key} in words.yml asks for {{{min(unknown)}}}, which is not known here")
        parts[1::2] = [finalize(values[name]) for name in parts[1::2]]
        return Markup("".join(parts))  # noqa: S704  # what is filled in has just been escaped

    def place(self, passage: Passage) -> Markup:
        """Where a passage stands in its source."""
        where = passage.within or self.tools.word("places", "beginning")
        return (
            self.say("places", passage.counted, where=where, n=passage.number) if passage.counted else finalize(where)
        )

    def link(self, target: Target, label: str | None = None) -> Markup:
        """A Markdown link relative to this page; plain words where the target has no page.

        What leads to the page itself is a link without an address, as HTML has it for such places: so what is shown on
        several pages is the same on all of them but for where it leads. A label that a macro has made is Markdown
        already.
        """
        words = finalize(label if label is not None else target.title)
        if not target.path:
            return words
        if target.path == self.page.path and not target.anchor:
            return Markup('<a class="ev-own">{}</a>').format(words)
        address = "" if target.path == self.page.path else _relative(target.path, posixpath.dirname(self.page.path))
        anchor = f"#{attribute(target.anchor)}" if target.anchor else ""
        return Markup(f"[{words}]({address}{anchor})")  # noqa: S704  # escaped, and made of ids and folder names

    def cite(self, keys: Iterable[str]) -> Markup:
        """Footnote references to the given keys."""
        marks = []
        for key in dict.fromkeys(keys):
            if key not in self.references:
                raise LookupError(f"references.bib has no entry {key!r}")
            self.cited[key] = None
            marks.append(Markup("[^{}]").format(Markup(key)))  # noqa: S704  # a BibTeX key has no space or bracket
        return _BETWEEN.join(marks)

    def quotation(self, item: QuoteView) -> Markup:
        """The words of a quotation; what in them names a reference leads to its footnote, or else to its page.

        The footnotes are those of what the quotation is said to cite; it may hold the markers of another sentence.
        """
        words, end = Markup(""), 0
        for named in item.named:
            words += escape(item.text[end : named.start])
            text, end = item.text[named.start : named.end], named.end
            if named.key in item.cites:
                words += Markup('<a class="footnote-ref" href="#fn:{}">{}</a>').format(named.key, escape(text))
            else:
                words += self.link(Target(text, self.references[named.key].page))
        return words + escape(item.text[end:])

    def citation(self, claim: ClaimView) -> str:
        """How a claim is cited, as plain text."""
        title = self.target(claim.id).title
        address = self.tools.catalogue.settings.url(claim.permanent.path)
        name = f"{self.tools.word('cite', 'claim')} {claim.id}"
        further = (name, self.tools.version, claim.changed)
        return citing.in_words(self.tools.catalogue.settings, title, address, *further)

    def prose(self, text: str) -> Markup:
        """Prose as Markdown: paragraphs with links, citations and stress."""
        return Markup("\n\n").join(self._paragraph(paragraph) for paragraph in parse(text))

    def _paragraph(self, tokens: Sequence[Token]) -> Markup:
        words = Markup("")
        cited = False
        for token in tokens:
            if isinstance(token, Cite):  # a footnote stands right behind the word, wherever the writer put the space
                words = Markup(words.rstrip()) + (_BETWEEN if cited else "")  # noqa: S704  # it is Markdown already
            words += self._token(token)
            cited = isinstance(token, Cite)
        return words

    def _token(self, token: Token) -> Markup:
        if isinstance(token, Cite):
            return self.cite([token.key])
        if isinstance(token, Link):
            return self.link(self.target(token.id), token.label)
        words = escape(token.text)
        return Markup("*{}*").format(words) if token.stressed else words

    def definitions(self) -> str:
        """The footnotes of everything cited on the page."""
        if not self.cited:
            return ""
        notes = []
        for key in self.cited:
            reference = self.references[key]
            where = self.link(self.tools.cutter.reference(key), self.tools.word("references", "all-claims"))
            notes.append(f"[^{key}]: {self.tools.reference(reference)} {where}")
        return "\n" + "\n".join(notes) + "\n"
