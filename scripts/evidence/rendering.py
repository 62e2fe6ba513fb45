"""A page becomes Markdown; every value that a template prints is escaped, unless it was made into Markdown here."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import jinja2
import yaml
from markupsafe import Markup

from evidence import abbreviations, citing, metadata, templating, working
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.entries import entry, seen
from evidence.markup import attribute, escape, unescape
from evidence.pages import Page
from evidence.problems import Problem
from evidence.prose import Cite, Link, Token, parse
from evidence.references import Reference
from evidence.sources import Passage
from evidence.templating import Templates
from evidence.views import ClaimView, QuoteView, Target

STAMP = "# Generated: edit "
"""How the front matter of a generated page begins; pages are recognised and removed by it."""

FORMS = ("mistake", "study")
"""The forms of issues that every page offers, as the repository has them in .github/ISSUE_TEMPLATE/."""

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
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


def environment() -> jinja2.Environment:
    """How templates are run: every value is escaped for Markdown, and asking for what is not there is an error."""
    made = jinja2.Environment(
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters["html"] = attribute
    return made


class Renderer:
    """Renders the pages of one catalogue with the templates of one site."""

    def __init__(self, catalogue: Catalogue, templates: Templates, formatted: Mapping[str, str]) -> None:
        self.catalogue = catalogue
        self.cutter = Cutter(catalogue)
        self.formatted = formatted
        self.templates = templates
        self.abbreviations = abbreviations.explained(catalogue)
        self._references: dict[str, Markup] = {}
        self._short = abbreviations.pattern(short for short in self.abbreviations if "]" not in short)

    def render_all(self, pages: Sequence[Page], workers: int = 1) -> tuple[dict[str, str], list[Problem]]:
        """The pages by their path, and what is wrong with the templates: of each the first mistake."""
        rendered: dict[str, str] = {}
        problems: dict[tuple[str, ...], Problem] = {}
        for page, one in zip(pages, working.shared(self._attempt, pages, workers), strict=True):
            if isinstance(one, Problem):
                problems.setdefault(page.templates, one)
            else:
                rendered[page.path] = one
        return rendered, list(dict.fromkeys(problems.values()))

    def _attempt(self, page: Page) -> str | Problem:
        try:
            return self.render(page)
        except Exception as error:  # a template may raise anything
            return self.templates.explain(error)

    def render(self, page: Page) -> str:
        """The page as Markdown with front matter, ending in the footnotes of what it cites."""
        desk = _Desk(self, page)
        template = self.templates.environment.select_template(page.templates)
        body = template.render(**page.values, page=page, words=self.templates.words, **desk.helpers())
        body = re.sub(r"\n{3,}", "\n\n", body).strip()
        heading = re.search(r"^# (.+)$", body, re.MULTILINE)
        title = page.title or (unescape(heading[1]) if heading else page.path)
        changed = self.catalogue.history.last(page.files)
        shown = html.escape(title, quote=False)  # the theme prints titles as they are
        meta = {"title": shown, **({} if "forward" in page.meta else self._head(page, title, changed)), **page.meta}
        if changed:
            meta["changed"] = changed
        front = yaml.dump(meta, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1_000_000)
        notes = desk.definitions()
        return f"---\n{STAMP}{page.source}\n{front}---\n\n{body}\n{notes}{self._abbreviations(body + notes)}"

    def _head(self, page: Page, title: str, changed: str) -> dict[str, Any]:
        """How the page is cited, what it tells search engines, and where it is changed."""
        settings = self.catalogue.settings
        issues = [[self.word("issues", form), self.issue(form, page.subject or page.path)] for form in FORMS]
        return {
            "cite": {
                "text": citing.in_words(settings, title, settings.url(page.path), self.version, changed),
                "bibtex": citing.as_bibtex(settings, title, page.path, self.version, changed),
            },
            "words": dict(self.templates.words.get("page", {})),
            "schema": {**metadata.web_page(self.catalogue, title, page.path, changed), **page.schema},
            **({"edit": settings.edit(page.source, page.line)} if settings.repository else {}),
            **({"issues": issues} if settings.issues else {}),
        }

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

    def _abbreviations(self, body: str) -> str:
        """Definitions of the abbreviations that stand in a page, which show on hover."""
        found = sorted(set(self._short.findall(body)))
        lines = [f"*[{short}]: {' '.join(self.abbreviations[short][0].split())}" for short in found]
        return "\n" + "\n".join(lines) + "\n" if lines else ""

    def reference(self, reference: Reference) -> Markup:
        """A formatted reference with its status and links, as Markdown."""
        if reference.key not in self._references:
            formatted = self.formatted.get(reference.key, "")
            self._references[reference.key] = entry(reference, formatted, partial(self.word, "references"))
        return self._references[reference.key]


class _Desk:
    """What the templates of one page call, and what the page has cited so far."""

    def __init__(self, renderer: Renderer, page: Page) -> None:
        self.renderer = renderer
        self.page = page
        self.cited: dict[str, None] = {}

    def helpers(self) -> dict[str, Any]:
        return {
            "link": self.link,
            "prose": self.prose,
            "cite": self.cite,
            "reference": self.renderer.reference,
            "word": self.renderer.word,
            "say": self.say,
            "place": self.place,
            "issue": self.renderer.issue,
            "seen": seen,
            "quotation": self.quotation,
            "citation": self.citation,
            "bibliography": self.renderer.catalogue.references,
            "cited": self.cited,
        }

    def say(self, group: str, key: str, **values: Any) -> Markup:
        """A sentence of the reader's words as Markdown, with the values in place of their {names}.

        Raises LookupError where the sentence asks for a value that is not given.
        """
        parts = re.split(r"\{(\w+)\}", self.renderer.word(group, key))
        if unknown := set(parts[1::2]) - values.keys():
            raise LookupError(f"{group}.{key} in words.yml asks for {{{min(unknown)}}}, which is not known here")
        parts[1::2] = [finalize(values[name]) for name in parts[1::2]]
        return Markup("".join(parts))  # noqa: S704  # what is filled in has just been escaped

    def place(self, passage: Passage) -> Markup:
        """Where a passage stands in its source."""
        where = passage.within or self.renderer.word("places", "beginning")
        return (
            self.say("places", passage.counted, where=where, n=passage.number) if passage.counted else finalize(where)
        )

    def link(self, target: Target, label: str | None = None) -> Markup:
        """A Markdown link relative to this page; plain words where the target has no page.

        A label that a macro has made is Markdown already.
        """
        words = finalize(label if label is not None else target.title)
        if not target.path or (target.path == self.page.path and not target.anchor):
            return words
        address = "" if target.path == self.page.path else _relative(target.path, posixpath.dirname(self.page.path))
        anchor = f"#{attribute(target.anchor)}" if target.anchor else ""
        return Markup(f"[{words}]({address}{anchor})")  # noqa: S704  # escaped, and made of ids and folder names

    def cite(self, keys: Iterable[str]) -> Markup:
        """Footnote references to the given keys."""
        marks = []
        for key in dict.fromkeys(keys):
            if key not in self.renderer.catalogue.references:
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
                words += self.link(Target(text, self.renderer.catalogue.references[named.key].page))
        return words + escape(item.text[end:])

    def citation(self, claim: ClaimView) -> str:
        """How a claim is cited, as plain text."""
        title = self.renderer.cutter.target(claim.id).title
        address = self.renderer.catalogue.settings.url(claim.permanent.path)
        name = f"{self.renderer.word('cite', 'claim')} {claim.id}"
        further = (name, self.renderer.version, claim.changed)
        return citing.in_words(self.renderer.catalogue.settings, title, address, *further)

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
            return self.link(self.renderer.cutter.target(token.id), token.label)
        words = escape(token.text)
        return Markup("*{}*").format(words) if token.stressed else words

    def definitions(self) -> str:
        """The footnotes of everything cited on the page."""
        if not self.cited:
            return ""
        notes = []
        for key in self.cited:
            reference = self.renderer.catalogue.references[key]
            where = self.link(self.renderer.cutter.reference(key), self.renderer.word("references", "all-claims"))
            notes.append(f"[^{key}]: {self.renderer.reference(reference)} {where}")
        return "\n" + "\n".join(notes) + "\n"
