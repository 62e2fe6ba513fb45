"""Pages are cut, compared with what they showed the last time, rendered and laid ready, one portion after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evidence import output
from evidence.pages import Page, Portion
from evidence.problems import Place, Problem
from evidence.remembering import Known, Remembered
from evidence.rendering import Renderer


@dataclass(frozen=True, slots=True)
class Proof:
    """A page that is not written yet: its path, the file it comes from, its templates, and what is wrong with these.

    `ready` is where its text lies, None where the page says just that already. `known` is what is to be remembered of
    it, None where that holds as it was.
    """

    path: str
    source: str
    templates: tuple[str, ...]
    ready: Path | None = None
    known: Known | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """Makes portions of pages for the folder `docs`; what was remembered of the last time may be nothing."""

    renderer: Renderer
    docs: Path
    last: Remembered | None

    def __call__(self, portion: Portion) -> list[Proof]:
        """The pages of a portion. Raises OSError where the system does not let a page be laid ready."""
        return [self._proof(page) for page in portion()]

    def _proof(self, page: Page) -> Proof:
        about = page.path, page.source, page.templates
        shown = self.last.shown(self.renderer, page) if self.last else ""
        if self.last and self.last.holds(self.renderer, page, shown, self.docs):
            return Proof(*about)
        made = self.renderer.attempt(page)
        if isinstance(made, Problem):
            return Proof(*about, problem=made)
        sealed = output.seal(made.text)
        ready = output.lay(self.docs, page.path, sealed)
        known = self.last.known(self.renderer, shown, made.asked, sealed.split("\n", 2)[1]) if self.last else None
        return Proof(*about, ready, known)


def conflicts(made: Iterable[Page | Proof]) -> list[Problem]:
    """Pages that would stand at the same address, on systems too that take upper and lower case for one."""
    problems, seen = [], dict[str, Page | Proof]()
    for page in made:
        other = seen.setdefault(page.path.removesuffix(".md").removesuffix("/index").casefold(), page)
        if other is not page:
            message = f"{page.source} and {other.source} both make the page {page.path}"
            problems.append(Problem(Place(page.source), "page-conflict", message, "rename one of the two"))
    return problems


def mistakes(made: Iterable[Proof]) -> list[Problem]:
    """What is wrong with the templates: of each the first mistake."""
    problems: dict[tuple[str, ...], Problem] = {}
    for page in made:
        if page.problem:
            problems.setdefault(page.templates, page.problem)
    return list(dict.fromkeys(problems.values()))
