"""What a kind, a claim, a study, a correction and a topic may say: their fields and nothing else.

The text below a field says what it holds: editors, CONTRIBUTING and the data show it, so it is plain text.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StrictInt, Tag
from pydantic.json_schema import SkipJsonSchema as Given

from evidence.fields import Address, FieldSpec, Icon, Id, Identifiers, Ids, Names, Prose, Text, Texts, as_list

Stance = Literal["supports", "opposes", "mixed", "background"]
Change = Literal["increases", "decreases", "no-change", "alters", "mixed", "improves", "worsens"]
BENEFIT_CHANGES: tuple[Change, ...] = ("improves", "worsens", "no-change", "mixed")
AMOUNT_CHANGES: tuple[Change, ...] = ("increases", "decreases", "no-change", "alters", "mixed")

References = Annotated[Texts, Names("reference")]
Corrections = Annotated[Texts, Names("record", "correction")]
Topics = Annotated[Texts, Names("topic")]


class Frozen(BaseModel):
    """A value that refuses unknown fields and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, use_attribute_docstrings=True)


def _one_of(text: str, mapping: str) -> Discriminator:
    """Which of two forms a value has, so that only the errors of that form are reported."""
    return Discriminator(lambda value: mapping if isinstance(value, dict | BaseModel) else text)


class Level(Frozen):
    """A kind of study; levels are declared in order, those closest to people first."""

    id: Id
    """What files call the level."""
    title: Text
    """What pages call the level."""
    help: Text = ""
    """Who or what was examined, in a sentence."""
    people: bool = False
    """Whether people were examined."""
    words: Texts = ()
    """Words that tell of this kind of study: a claim of other levels only whose statement has one is a warning."""


class Kind(Frozen):
    """A folder of records of one kind, as its _kind.yml declares it."""

    id: Id
    """What files call the kind."""
    title: Text
    """What pages call one record of the kind."""
    plural: Text
    """What pages call several, or the kind as a whole."""
    order: StrictInt = 1000
    """The kind's place among the kinds, the lowest first."""
    icon: Icon | None = None
    """An icon of the theme, by its path."""
    help: Text = ""
    """What the records of the kind are, in one sentence for the top of its page."""
    pages: bool = True
    """Whether its records have pages of their own; false: they show only inside the pages of others."""
    effects: Literal["benefit"] | None = None
    """benefit: its records improve or worsen, instead of increasing or decreasing."""
    diagram: bool = False
    """Whether the page of each of its records draws, as arrows, what the effects of its claims say."""
    fields: dict[str, FieldSpec] = {}
    """The fields that its records have besides the built-in ones, by name."""
    levels: tuple[Level, ...] = ()
    """Only for claims: the levels, those closest to people first."""
    intervention: Annotated[Texts, Names("kind")] = ()
    """Only for claims: the kinds of which every claim but background names a record."""
    folder: Given[str] = ""
    """Given by the reader: the folder's name in content/, which is also the folder of its pages."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """How a record of this kind may change when it is the target of an effect."""
        return BENEFIT_CHANGES if self.effects == "benefit" else AMOUNT_CHANGES


class Record(Frozen):
    """What every record has. `id`, `kind` and `path` come from its file, `extra` holds the kind's own fields."""

    id: Given[str]
    """The id: the name of the record's file, unique over all kinds."""
    kind: Given[str]
    """The kind, which the folder of the record's file says."""
    path: Given[str]
    """The record's file in the repository."""
    extra: Given[dict[str, Any]] = {}
    """The kind's own fields."""
    former_ids: Ids = ()
    """The ids that the record had before, so that old links keep working."""

    @property
    def title(self) -> str:
        """What the record is called on pages."""
        return str(getattr(self, "name", self.id))


class Topic(Record):
    """Anything that claims are about."""

    name: Text
    """What the topic's page is called."""
    abbreviations: Texts = ()
    """Short names, as the sources write them: the search finds them, and pages explain them."""
    synonyms: Texts = ()
    """Other names, as the sources write them: the search finds them."""
    parent: Annotated[Text, Names("sibling")] | None = None
    """The more general record of the same kind, by its id."""
    summary: Prose | None = None
    """Two to five sentences in our own words, which say what kind of study a finding comes from."""
    identifiers: Identifiers = {}
    """Numbers in other databases, by the prefix of the database, only as looked up: links through bioregistry.io."""


class StudyFacts(Frozen):
    """What a source states about a study; an absent field means "not stated" and never "none"."""

    level: Annotated[Texts, Names("level")] = ()
    """The kind of study, or a list of kinds; no level: the source's words describe no experiment."""
    design: Text | None = None
    """How the study was set up, in words."""
    participants: Annotated[StrictInt, Field(ge=0)] | None = None
    """How many people took part, as a number."""
    donor: Text | None = None
    """Whom or what the material that was given came from."""
    species: Text | None = None
    """The species that was examined."""
    model: Text | None = None
    """The model that was examined in place of the real thing, and how it was made."""
    comparator: Text | None = None
    """What it was compared with."""
    dose: Text | None = None
    """How much was given."""
    route: Text | None = None
    """Which way it was given."""
    follow_up: Text | None = None
    """How long it was followed."""


class Evidence(Frozen):
    """A quotation from a source, and the references whose markers it holds."""

    source: Annotated[Text, Names("source")]
    """The source that the words were copied from, by its key."""
    quote: Prose
    """The source's words, copied in one piece: five to eighty words."""
    cites: References = ()
    """The references that the sentence of the finding cites, by their keys: all those of each marker."""
    reads: Literal["disputed"] | None = None
    """disputed where the quotation says what the original does not, and a correction tells why; else left out."""


class Checked(Frozen):
    """An original that was read, and how much of it."""

    reference: Annotated[Text, Names("reference")]
    """Which original was read, by its key."""
    read: Literal["abstract", "full text", "secondary"]
    """How much of it was read; secondary: another source told of it."""
    seen: Address | None = None
    """The address where it was read."""


class FreeTarget(Frozen):
    """A target of an effect for which no record exists."""

    text: Text
    """What changes, in words."""


class Effect(Frozen):
    """One signed finding: what changed, which way, by what means, compared with what."""

    target: Annotated[
        Annotated[Text, Names("topic"), Tag("id")] | Annotated[FreeTarget, Tag("free")], _one_of("id", "free")
    ]
    """What changes: a record by its id, or a few words where none has that name."""
    change: Change
    """Which way it changes: improves, worsens, no-change or mixed (both reported) for what is good or bad for somebody,
    that is for kinds with effects: benefit; increases, decreases, no-change, alters (direction not said) or mixed for
    everything else."""
    by: Topics = ()
    """By what means, by id: other things that change in this claim, each with an effect of its own."""
    actor: Topics = Field(default=(), alias="from")
    """What acts, by id; left out, it is what was given as far as the claim is about it, less what stands in versus."""
    versus: Topics = ()
    """What it was compared with, by id; left out, with no treatment or with a treatment that lacks what was given."""


class Sourced(Record):
    """What claims and studies share: what they are about and what they rest on."""

    about: Annotated[dict[str, Texts], Names("topic")] = {}
    """What the quoted words name, kind by kind, by id; what effects name need not be repeated."""
    evidence: tuple[Evidence, ...] = ()
    """The quotations that it rests on."""
    checked: Annotated[
        tuple[Checked, ...], BeforeValidator(as_list, json_schema_input_type=Checked | tuple[Checked, ...])
    ] = ()
    """The originals that were read; what is said here then follows them."""
    corrections: Corrections = ()
    """The corrections that concern it, by id."""
    caution: Prose | None = None
    """What a reader should know besides."""


StudyOrId = Annotated[
    Annotated[StudyFacts, Tag("facts")] | Annotated[Text, Names("record", "study"), Tag("id")], _one_of("id", "facts")
]


class Claim(Sourced):
    """One finding or statement of a source, in the curators' own words."""

    statement: Text
    """One or two sentences in our own words that can be understood without the source; they keep its hedge and repeat
    no known error."""
    stance: Stance
    """Whether the finding, at its word, speaks for or against using what the claim is about; background: nothing was
    given, or the sentence is about knowledge."""
    effects: tuple[Effect, ...] = ()
    """What changes, and which way."""
    study: StudyOrId | None = None
    """What is stated about the study, or the id of a record that says so."""
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    """The quotations that the claim rests on, one or more."""

    @property
    def title(self) -> str:
        """A claim is called by what it states."""
        return self.statement


class Study(Sourced, StudyFacts):
    """A study of its own, from which the claims that name it take what is known about it."""

    name: Text
    """What the study's page is called."""
    reference: Annotated[Text, Names("reference")] | None = None
    """The key of the reference that reports the study."""
    population: Text | None = None
    """Who took part."""
    outcome: Text | None = None
    """What was measured."""
    finding: Prose | None = None
    """What was found, in our own words."""


class Correction(Record):
    """A place where a source and an original, or the usual terms of the field, disagree."""

    name: Text
    """What the correction's page is called."""
    refs: References = ()
    """The references concerned, by their keys, if any."""
    review: Prose
    """What the source says."""
    original: Prose
    """What is so."""
    wording: Texts = ()
    """Words of the mistake that no statement may repeat."""
    basis: Literal["original", "secondary", "terminology", "text"]
    """original: the paper or its abstract was read; secondary: another source reports it; terminology: a matter of
    terms; text: seen from the source itself."""
    seen: Address | Text | None = None
    """Where that was read: an address, or words."""


MODELS: dict[str, type[Record]] = {"claim": Claim, "study": Study, "correction": Correction}
"""The kinds whose ids are words of evidence itself; records of every other kind are topics."""
