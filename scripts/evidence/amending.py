"""Claims that were edited take their places in the catalogue as it was read before, long before all is read again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evidence import checks
from evidence.catalogue import Catalogue
from evidence.models import Record
from evidence.problems import Problem, errors
from evidence.reading import read_record
from evidence.yamltext import Document


def amended(last: Catalogue, root: Path, paths: Collection[Path]) -> tuple[Catalogue, list[Problem]] | None:
    """The catalogue with the claims in some files as they are now, and the errors that are known to be in these files.

    None where anything else may have changed than claims that were there before. Where there is an error the catalogue
    has these claims as they were.
    """
    claims = {root / claim.path: claim for claim in last.claims}
    if not paths or not all(path in claims and path.is_file() for path in paths):
        return None
    documents, records = dict(last.documents), dict(last.records)
    problems: list[Problem] = []
    for path in sorted(paths):
        record = read_record(root, path, last.kinds[claims[path].kind], documents, problems)
        records |= {record.id: record} if record else {}
    ids = {claims[path].id for path in paths}
    alone = _with(last, _Few(records, ids), documents)
    if wrong := errors(problems) or checks.alone(alone):
        return last, sorted(wrong)
    made = _with(last, records, documents)
    known = {place: found for place, found in last.quotations.items() if place[0] not in ids}
    vars(made)["quotations"] = known | alone.quotations
    return made, []


def _with(last: Catalogue, records: Mapping[str, Record], documents: Mapping[str, Document]) -> Catalogue:
    """The same with other records; the sources are the same, and so is what finds quotations in them."""
    made = replace(last, records=records, documents=documents)
    vars(made)["finders"] = last.finders
    return made


@dataclass(frozen=True)
class _Few(Mapping[str, Record]):
    """Records that are all known by their ids, of which only a few are listed."""

    known: Mapping[str, Record]
    listed: Collection[str]

    def __getitem__(self, id_: str) -> Record:
        return self.known[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)
