// Finds a quotation in the sources while it is pasted, by the same rules as folding.py and quotes.py: a file of cases
// (tests/quotations.json) holds both to them. What a source cites and names was found when the site was made
// (data/sources.js), so that here it only has to be looked up. Without a document: nothing here knows of the form.
window.evidenceQuotes = ({ folds, fewest, most, cell, sources }) => {
  const LETTER = "[\\p{L}\\p{Nl}\\p{No}]";
  const WORD = "[\\p{L}\\p{N}_]";
  const pattern = (text, flags = "u") => new RegExp(text, flags);
  const brokenSoftly = pattern(`(?<=${LETTER})\\u00ad\\s+(?=${LETTER})`, "gu");
  const broken = pattern(`(?<=${LETTER})- (?=${LETTER})`, "gu");

  const fold = (text) => {
    const folded = [...text.replace(brokenSoftly, "")].map((sign) => folds[sign] ?? sign).join("");
    return folded.normalize("NFC").split(" ").filter(Boolean).join(" ");
  };

  // How much of a text may stand for its first so many characters when folded.
  const longest = (text, length) => {
    let [fits, fails] = [0, text.length + 1];
    while (fails - fits > 1) {
      const middle = (fits + fails) >> 1;
      if (fold(text.slice(0, middle)).length <= length) fits = middle;
      else fails = middle;
    }
    return fits;
  };
  const unfold = (text, start, end) => {
    const [before, behind] = [longest(text, start), longest(text, end)];
    return [before, before + text.slice(before, behind).trimEnd().length];
  };

  let read;
  const passages = () =>
    (read ??= sources.flatMap((source) =>
      (source.passages ?? []).map(([kind, place, text, markers, topics]) => {
        return { source, kind, place, text, markers, topics, folded: fold(text) };
      }),
    ));
  const isCell = (words) =>
    passages().some(({ kind, folded }) => kind === "table" && folded.split(cell).some((one) => one.trim() === words));

  // Whether no word or number goes on across an index: 0.5, 1,000 and non-healing are one word each.
  const endsInWord = pattern(`${WORD}$`);
  const beginsWithWord = pattern(`^${WORD}`);
  const goesOn = pattern(`^(?:[-.,'/:×%°]${WORD}|[%°+⁺⁻])`);
  const cameFrom = pattern(`(?:${WORD}[-.,'/:]|[-+<>=~≤≥±])$`);
  const boundary = (text, index) => {
    const [before, after] = [text.slice(0, index), text.slice(index)];
    if (!before || !after || before.endsWith(" ") || after.startsWith(" ")) return true;
    if (endsInWord.test(before)) return !beginsWithWord.test(after) && !goesOn.test(after);
    return !beginsWithWord.test(after) || !cameFrom.test(before);
  };

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // A hyphen that a line end may have left behind also matches the joined word and the plain hyphen.
  const everywhere = (wanted) => {
    const anywhere = pattern(wanted.split(broken).map(escaped).join("(?:- ?)?"), "gu");
    const hits = [];
    for (const passage of passages()) {
      if (passage.kind === "heading" || passage.kind === "running-head") continue;
      anywhere.lastIndex = 0;
      for (let match; (match = anywhere.exec(passage.folded)); anywhere.lastIndex = match.index + 1) {
        hits.push({ passage, start: match.index, end: match.index + match[0].length });
      }
    }
    return hits;
  };

  // The sentence that shares most runs of three letters with the wanted words; none where it shares few.
  const runs = (text) => {
    const found = new Set();
    for (let at = 0; at + 3 <= text.length; at += 1) found.add(text.slice(at, at + 3));
    return found;
  };
  const nearest = (wanted) => {
    const ours = runs(wanted);
    let best = { likeness: 0.35, text: "" };
    for (const text of passages().flatMap(({ folded }) => folded.split(/(?<=[.\])]) (?=[A-Z])/))) {
      const theirs = runs(text);
      let shared = 0;
      for (const run of theirs) if (ours.has(run)) shared += 1;
      const likeness = (2 * shared) / (ours.size + theirs.size || 1);
      if (likeness > best.likeness) best = { likeness, text };
    }
    return best.text;
  };

  const within = (spans, from, to) => spans.filter(([start, end]) => start >= from && end <= to);
  // Where a quotation stands, in the words of the source, with the keys it cites and the [kind, id] of topics it names;
  // or a `fault`, which is the code of a rule of quotes.py.
  const find = (quote) => {
    const wanted = fold(quote);
    const count = wanted ? wanted.replace(broken, "").split(" ").length : 0;
    if (count > most) return { fault: "quote-length", count };
    if (count < fewest && !(wanted && isCell(wanted))) return { fault: "quote-length", count };
    const hits = everywhere(wanted);
    if (!hits.length) return { fault: "quote-not-found", nearest: nearest(wanted) };
    const isWhole = ({ passage: { folded }, start, end }) => boundary(folded, start) && boundary(folded, end);
    const whole = hits.filter(isWhole);
    if (!whole.length) return { fault: "quote-boundary" };
    const [{ passage, start, end }] = whole;
    // In two sources the first is meant; twice in one, nobody knows which place is.
    const again = whole.filter((hit) => hit.passage.source === passage.source);
    const places = [...new Set(again.map((hit) => hit.passage.place))];
    if (again.length > 1) return { fault: "quote-ambiguous", places };
    const [from, to] = unfold(passage.text, start, end);
    const cites = [...new Set(within(passage.markers, from, to).flatMap(([, , keys]) => keys))];
    const topics = within(passage.topics, start, end).map(([, , kind, id]) => [kind, id]);
    return { source: passage.source, place: passage.place, words: passage.text.slice(from, to), cites, topics };
  };

  return { fold, find, isOpen: (key) => sources.some((source) => source.key === key && source.passages) };
};
