"""A page becomes Markdown with front matter; every value that a template prints is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
import yaml
from jinja2.utils import htmlsafe_json_dumps

from evidence import abbreviations, citing, metadata
from evidence.catalogue import Catalogue
from evidence.desk import Asked, Desk, Toolbox, finalize
from evidence.markup import attribute, unescape
from evidence.pages import Page
from evidence.problems import Problem
from evidence.templating import Templates

STAMP = "# Generated: edit "
"""How the front matter of a generated page begins; pages are recognised and removed by it."""

FORMS = ("mistake", "study")
"""The forms of issues that every page offers, as the repository has them in .github/ISSUE_TEMPLATE/."""

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


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


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as Markdown, and what it asked for."""

    text: str
    asked: tuple[Asked, ...]


class Renderer(Toolbox):
    """Renders the pages of one catalogue with the templates of one site."""

    def __init__(self, catalogue: Catalogue, templates: Templates, formatted: Mapping[str, str]) -> None:
        super().__init__(catalogue, templates, formatted)
        self.abbreviations = abbreviations.explained(catalogue)
        self._short = abbreviations.pattern(short for short in self.abbreviations if "]" not in short)

    def attempt(self, page: Page) -> Rendered | Problem:
        """The page as Markdown, or what is wrong with its template."""
        try:
            return self.render(page)
        except Exception as error:  # a template may raise anything
            return self.templates.explain(error)

    def render(self, page: Page) -> Rendered:
        """The page as Markdown with front matter, ending in the footnotes of what it cites."""
        desk = Desk(self, page)
        template = self.templates.environment.select_template(page.templates)
        body = template.render(**page.values, page=page, words=self.templates.words, **desk.helpers())
        body = re.sub(r"\n{3,}", "\n\n", body).strip()
        heading = re.search(r"^# (.+)$", body, re.MULTILINE)
        title = page.title or (unescape(heading[1]) if heading else page.path)
        changed = self.changed(page)
        shown = html.escape(title, quote=False)  # the theme prints titles as they are
        meta = {"title": shown, **({} if "forward" in page.meta else self._head(page, title, changed)), **page.meta}
        if changed:
            meta["changed"] = changed
        front = yaml.dump(meta, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1_000_000)
        notes = desk.definitions()
        text = f"---\n{STAMP}{page.source}\n{front}---\n\n{body}\n{notes}{self._abbreviations(body + notes)}"
        return Rendered(text, tuple(desk.asked))

    def changed(self, page: Page) -> str:
        """The day on which a page last changed, empty where that is not known."""
        return self.catalogue.history.last(page.files)

    def common(self) -> list[Any]:
        """What every page may show, besides its own values and what it asks for."""
        catalogue = self.catalogue
        keys = (source.spec.reference for source in catalogue.sources.values())
        sources = [self.answer(("reference", key)) for key in keys if key]
        return [catalogue.settings, catalogue.colophon, self.templates.words, self.abbreviations, sources]

    def _head(self, page: Page, title: str, changed: str) -> dict[str, Any]:
        """How the page is cited, what it tells search engines, and where it is changed."""
        settings = self.catalogue.settings
        cited = page.meta.get("cite", True) is not None
        placed = {
            **dict.fromkeys(("cite", "copy", "copy-bibtex"), cited),
            "no-address": cited and not settings.url(page.path),
            "changed": bool(changed),
            "readings": bool(page.meta.get("claims")),
        }
        words = {key: word for key, word in self.templates.words.get("page", {}).items() if placed.get(key, True)}
        described = {**metadata.web_page(self.catalogue, title, page.path, changed), **page.schema}
        issues = [[self.word("issues", form), self.issue(form, page.subject or page.path)] for form in FORMS]
        return {
            "cite": {
                "text": citing.in_words(settings, title, settings.url(page.path), self.version, changed),
                "bibtex": citing.as_bibtex(settings, title, page.path, self.version, changed),
            },
            **({"words": words} if words else {}),
            "schema": str(htmlsafe_json_dumps(described, sort_keys=True)),  # as text, which is sooner read
            **({"edit": settings.edit(page.source, page.line)} if settings.repository else {}),
            **({"issues": issues} if settings.issues else {}),
        }

    def _abbreviations(self, body: str) -> str:
        """Definitions of the abbreviations that stand in a page, which show on hover."""
        found = sorted(set(self._short.findall(body)))
        lines = [f"*[{short}]: {' '.join(self.abbreviations[short][0].split())}" for short in found]
        return "\n" + "\n".join(lines) + "\n" if lines else ""
