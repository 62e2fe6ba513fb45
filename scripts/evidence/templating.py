"""Templates and their words are read, and what keeps a template from its work becomes a problem at its line."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from pydantic import TypeAdapter, ValidationError

from evidence import yamltext
from evidence.explaining import explain
from evidence.fields import Text
from evidence.files import read_text
from evidence.problems import Place, Problem

FOLDER = "templates"
_WORDS = TypeAdapter(dict[Text, dict[Text, Text]])
_ASKING = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Templates:
    """The templates of a site, ready to run, and the reader's words by group and key."""

    folder: Path
    environment: jinja2.Environment
    words: Words

    @property
    def own(self) -> dict[str, bool]:
        """The templates of the site's own pages by name, without their folder pages/: whether each prints any value."""
        names = self.environment.list_templates(extensions=["j2"])
        return {
            name.removeprefix("pages/"): _looked_through(_source(self.environment, name)).prints
            for name in names
            if re.fullmatch(r"pages/[^/]+\.md\.j2", name)
        }

    def explain(self, error: Exception) -> Problem:
        """What stopped a page from being rendered, at the line of the template that asked for it.

        Raises the error again where no template had a part in it: then it is a mistake of this program.
        """
        frames = [(Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(error.__traceback__)]
        frames = [(path, line) for path, line in frames if path.is_relative_to(self.folder)]
        if frames:  # the innermost, or the one that comes again and again
            path, line = Counter(frames).most_common(1)[0][0] if isinstance(error, RecursionError) else frames[-1]
            return _problem(path.relative_to(self.folder).as_posix(), _reason(error), line)
        if isinstance(error, jinja2.TemplateNotFound):
            return _problem(str(error.name), "there is no such template")
        raise error


def read(root: Path, environment: jinja2.Environment) -> tuple[Templates, list[Problem]]:
    """The templates of the site at `root`, and what is wrong with each of them as it stands.

    `environment` is how templates are to be run; what loads them is set here.
    """
    folder = root / FOLDER
    environment.loader, environment.bytecode_cache = jinja2.FileSystemLoader(folder), _COMPILED
    if not folder.is_dir():
        problem = Problem(Place(FOLDER), "kind-missing", "there is no folder templates/", "copy the project's")
        return Templates(folder, environment, {}), [problem]
    names = environment.list_templates(extensions=["j2"])
    problems = [wrong for name in names if (wrong := _check(environment, name))] or _circles(environment, names)
    words, of_words = read_words(root)
    return Templates(folder, environment, words), [*problems, *of_words]


def _check(environment: jinja2.Environment, name: str) -> Problem | None:
    """Why a template cannot be used at all."""
    try:
        environment.get_template(name)
    except OSError as error:
        return Problem(Place(f"{FOLDER}/{name}"), "file-unreadable", error.strerror or "cannot be read")
    except UnicodeDecodeError as error:
        message, cure = f"byte {error.start} is not UTF-8", "save the file as UTF-8"
        return Problem(Place(f"{FOLDER}/{name}"), "file-unreadable", message, cure)
    except Exception as error:  # Jinja raises many kinds, Python's own compiler among them
        return _problem(name, _reason(error), getattr(error, "lineno", None))
    return None


def _circles(environment: jinja2.Environment, names: Iterable[str]) -> list[Problem]:
    """The first circle of templates that ask for each other, which would go on without end."""
    asked = {name: _asked(environment, name) for name in names}
    try:
        TopologicalSorter(asked).prepare()
    except CycleError as error:
        name, first, *_ = circle = error.args[1][::-1]
        return [_problem(name, f"it asks for itself without end: {' > '.join(circle)}", asked[name][first])]
    return []


def _asked(environment: jinja2.Environment, name: str) -> dict[str, int]:
    """The templates that a template asks for by name, with the line."""
    return dict(_looked_through(_source(environment, name)).asked)


def _source(environment: jinja2.Environment, name: str) -> str:
    return environment.loader.get_source(environment, name)[0] if environment.loader else ""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a template asks for by name, at which lines, and whether it names any value."""

    asked: tuple[tuple[str, int], ...]
    prints: bool


@lru_cache(maxsize=500)
def _looked_through(source: str) -> _Look:
    parsed = jinja2.Environment(autoescape=True).parse(source)
    found: Iterable[Any] = parsed.find_all(_ASKING)
    asked = [(node.template.value, node.lineno) for node in found if isinstance(node.template, nodes.Const)]
    return _Look(tuple(asked), any(parsed.find_all(nodes.Name)))


class Compiled(jinja2.BytecodeCache):
    """What templates were compiled to in this process: a server compiles anew only what was edited."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of a template and the file that it stands in."""
        return f"{name}\n{filename or name}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket the code that was made from the same words, as if made from its own file."""
        name, filename = bucket.key.split("\n", 1)
        code = self.codes.get((name, bucket.checksum))
        bucket.code = code and _moved(code, filename)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        if bucket.code:
            self.codes[bucket.key.split("\n", 1)[0], bucket.checksum] = bucket.code


def _moved(code: CodeType, filename: str) -> CodeType:
    """The code with another file named in its tracebacks."""
    if code.co_filename == filename:
        return code
    inner = tuple(_moved(one, filename) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=filename, co_consts=inner)


_COMPILED = Compiled()


def word(words: Words, group: str, key: str) -> str:
    """The reader's word for something the data has an id for; the id itself where nobody gave one."""
    return words.get(group, {}).get(key, key.replace("_", " "))


def read_words(root: Path) -> tuple[Words, list[Problem]]:
    """The reader's words of the site at `root` by group and key, and why they cannot be read."""
    path = root / FOLDER / "words.yml"
    name = f"{FOLDER}/{path.name}"
    problems: list[Problem] = []
    text = read_text(root, path, problems, "it holds the reader's words, by group and key")
    if text is None:
        return {}, problems
    document, wrong = yamltext.read(text, name)
    problems += wrong
    if document is None:
        return {}, problems
    try:
        return _WORDS.validate_python(document.data), problems
    except ValidationError as error:
        return {}, explain(error, document, (), ())


def _problem(name: str, message: str, line: int | None = None) -> Problem:
    return Problem(Place(f"{FOLDER}/{name}", line or 1), "template-error", message)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it calls itself without end, or is nested too deep"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {error.name}"
    words = " ".join(str(error).split())
    return words if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {words}".rstrip(": ")
