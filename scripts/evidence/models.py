"""What a kind, a claim, a study, a correction and a topic may say: their fields and nothing else."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StrictInt, Tag

from evidence.fields import Address, FieldSpec, Id, Identifiers, Ids, Prose, Text, Texts, as_list

Stance = Literal["supports", "opposes", "mixed", "background"]
Change = Literal["increases", "decreases", "no-change", "alters", "mixed", "improves", "worsens"]
BENEFIT_CHANGES: tuple[Change, ...] = ("improves", "worsens", "no-change", "mixed")
AMOUNT_CHANGES: tuple[Change, ...] = ("increases", "decreases", "no-change", "alters", "mixed")


class Frozen(BaseModel):
    """A value that refuses unknown fields and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def _one_of(text: str, mapping: str) -> Discriminator:
    """Which of two forms a value has, so that only the errors of that form are reported."""
    return Discriminator(lambda value: mapping if isinstance(value, dict | BaseModel) else text)


class Level(Frozen):
    """A kind of study; levels are declared in order, those closest to people first."""

    id: Id
    title: Text
    help: Text = ""
    people: bool = False


class Kind(Frozen):
    """A folder of records of one kind, as its `_kind.yml` declares it."""

    id: Id
    title: Text
    plural: Text
    order: StrictInt = 1000
    icon: Text | None = None
    help: Text = ""
    pages: bool = True
    effects: Literal["benefit"] | None = None
    diagram: bool = False
    fields: dict[str, FieldSpec] = {}
    levels: tuple[Level, ...] = ()
    intervention: Texts = ()
    folder: str = ""
    """Given by the reader: the folder's name in content/, which is also the folder of its pages."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """How a record of this kind may change when it is the target of an effect."""
        return BENEFIT_CHANGES if self.effects == "benefit" else AMOUNT_CHANGES


class Record(Frozen):
    """What every record has. `id`, `kind` and `path` come from its file, `extra` holds the kind's own fields."""

    id: str
    kind: str
    path: str
    extra: dict[str, Any] = {}
    former_ids: Ids = ()

    @property
    def title(self) -> str:
        """What the record is called on pages."""
        return str(getattr(self, "name", self.id))


class Topic(Record):
    """Anything that claims are about."""

    name: Text
    abbreviations: Texts = ()
    synonyms: Texts = ()
    parent: Text | None = None
    summary: Prose | None = None
    identifiers: Identifiers = {}


class StudyFacts(Frozen):
    """What a source states about a study; an absent field means "not stated" and never "none"."""

    level: Texts = ()
    design: Text | None = None
    participants: Annotated[StrictInt, Field(ge=0)] | None = None
    donor: Text | None = None
    species: Text | None = None
    model: Text | None = None
    comparator: Text | None = None
    dose: Text | None = None
    route: Text | None = None
    follow_up: Text | None = None


class Evidence(Frozen):
    """A quotation from a source, and the references whose markers it holds."""

    source: Text
    quote: Prose
    cites: Texts = ()
    reads: Literal["disputed"] | None = None


class Checked(Frozen):
    """An original that was read, and how much of it."""

    reference: Text
    read: Literal["abstract", "full text", "secondary"]
    seen: Address | None = None


class FreeTarget(Frozen):
    """A target of an effect for which no record exists."""

    text: Text


class Effect(Frozen):
    """One signed finding: what changed, which way, by what means, compared with what."""

    target: Annotated[Annotated[Text, Tag("id")] | Annotated[FreeTarget, Tag("free")], _one_of("id", "free")]
    change: Change
    by: Texts = ()
    actor: Texts = Field(default=(), alias="from")
    versus: Texts = ()


class Sourced(Record):
    """What claims and studies share: what they are about and what they rest on."""

    about: dict[str, Texts] = {}
    evidence: tuple[Evidence, ...] = ()
    checked: Annotated[tuple[Checked, ...], BeforeValidator(as_list)] = ()
    corrections: Texts = ()
    caution: Prose | None = None


StudyOrId = Annotated[Annotated[StudyFacts, Tag("facts")] | Annotated[Text, Tag("id")], _one_of("id", "facts")]


class Claim(Sourced):
    """One finding or statement of a source, in the curators' own words."""

    statement: Prose
    stance: Stance
    effects: tuple[Effect, ...] = ()
    study: StudyOrId | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]

    @property
    def title(self) -> str:
        """A claim is called by what it states."""
        return self.statement


class Study(Sourced, StudyFacts):
    """A study of its own, from which the claims that name it take what is known about it."""

    name: Text
    reference: Text | None = None
    population: Text | None = None
    outcome: Text | None = None
    finding: Prose | None = None


class Correction(Record):
    """A place where a source and an original, or the usual terms of the field, disagree."""

    name: Text
    refs: Texts = ()
    review: Prose
    original: Prose
    wording: Texts = ()
    """Words of the mistake that no statement may repeat."""
    basis: Literal["original", "secondary", "terminology", "text"]
    seen: Address | Text | None = None


class SentenceNote(Frozen):
    """A sentence of a source that nothing quotes, and why; one entry of `content/_sentences.yml`."""

    number: int = 0
    source: Text
    sentence: Prose
    reason: Literal["asserted-uncited", "no-assertion"] = Field(alias="class")


class Reading(Frozen):
    """A second, independent reading of a claim; one entry of `content/_readings.yml`.

    `digest` is that of the claim as it was when the reading ended (`notes.digest`).
    """

    number: int = 0
    claim: Text
    digest: Text
    verdict: Literal["confirmed", "mended"]
    mended: Prose | None = None


class Abbreviation(Frozen):
    """An abbreviation that no record explains; one entry of `content/_abbreviations.yml`."""

    number: int = 0
    """Given by the reader, as for all notes: which entry of the file it is, from zero."""
    short: Text
    long: Text


MODELS: dict[str, type[Record]] = {"claim": Claim, "study": Study, "correction": Correction}
"""The kinds whose ids are words of evidence itself; records of every other kind are topics."""
