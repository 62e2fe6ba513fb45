// The form of a record: its fields are drawn, a quotation fills in what it tells, and the file is shown as it would be,
// with what is still missing, to be copied, downloaded, or begun on the repository's host. Nothing is sent from here.
(() => {
  const LONGEST = 6000; // what hosts and browsers accept as an address, with some room
  const place = document.getElementById("form");
  const { words, ids, changes, kinds, intervention, address, forms } = window.evidenceForms;
  const { folder, folders, fields } = forms[place.dataset.kind];
  const quotes = window.evidenceSources && window.evidenceQuotes(window.evidenceSources);
  const output = document.getElementById("form-yaml");
  const problems = document.getElementById("form-problems");
  const [idBox, folderBox] = ["form-id", "form-folder"].map((id) => document.getElementById(id));
  const host = document.getElementById("form-host");

  const looks = []; // what is to be seen to whenever something changed

  // A quotation --------------------------------------------------------------------------------------------------

  const fault = ({ fault: code, ...found }) => {
    if (code === "quote-not-found" && found.nearest) return fill(words["quote-nearest"], found);
    return fill(words[code], { ...found, places: found.places?.join("; ") });
  };
  // Quotation marks that somebody put around the words are no part of them.
  const look = (text) => {
    const found = quotes.find(text);
    const bare = text.trim().replace(/^["'\u2018-\u201f\u00ab\u00bb]+|["'\u2018-\u201f\u00ab\u00bb]+$/g, "");
    const again = found.fault && bare !== text ? quotes.find(bare) : found;
    return again.fault ? found : again;
  };
  // Beside each quotation: whether it stands in a source and where; its source and citations are filled in.
  const attend = ({ parts: { source, quote, cites } }) => {
    const said = make("p", { class: "ev-said", role: "status" });
    const topics = make("p", { class: "ev-said" });
    quote.element.append(said, topics);
    const typed = quote.read;
    let [found, asked] = [{}, ""];
    quote.read = () => found.words ?? typed();
    quote.wrong = () => (found.fault ? [[quote.control, quote.title, fault(found)]] : []);
    looks.push(() => {
      const [before, closed] = [found.words, source.read() && !quotes.isOpen(source.read())];
      if (asked === `${closed} ${typed()}`) return topics.replaceChildren(...suggestions());
      asked = `${closed} ${typed()}`;
      found = typed() && !closed ? look(typed()) : {};
      quote.control.setAttribute("aria-invalid", Boolean(found.fault));
      said.className = found.fault ? "ev-said ev-wrong" : "ev-said";
      if (found.words && found.words !== before) {
        source.set([found.source.key]);
        cites.set(found.cites);
      }
      const where = found.words && fill(words["quote-found"], { source: found.source.short, place: found.place });
      said.textContent = closed && typed() ? words["quote-closed"] : found.fault ? fault(found) : (where ?? "");
      return topics.replaceChildren(...suggestions());
    });
    // The topics that the words name and that the record does not yet.
    const suggestions = () => {
      const about = record.about?.parts ?? {};
      const wanted = new Map((found.topics ?? []).map(([kind, id]) => [id, kind]));
      const offers = [...wanted].filter(([id, kind]) => about[kind] && !about[kind].read()?.includes(id));
      const add = (kind, id) => {
        about[kind].add(id);
        topics.replaceChildren(...suggestions());
        (topics.querySelector("button") ?? quote.control).focus();
      };
      const buttons = offers.map(([id, kind]) => button(`+ ${about[kind].named(id)}`, () => add(kind, id)));
      return buttons.length ? [words.suggested, " ", ...buttons] : [];
    };
  };

  const record = {};
  const tools = window.evidenceFields(window.evidenceForms, {
    changed: () => show(),
    drawn: (part) => quotes && part.parts.quote && part.parts.source && part.parts.cites && attend(part),
  });
  const { make, fill, button } = tools;
  for (const field of fields) record[field.name] = tools.draw(field);
  document.getElementById("form-fields").append(...fields.map((field) => record[field.name].element));

  // The file -----------------------------------------------------------------------------------------------------

  // What is said in a few words stands first, what has parts of its own last, as in the files that people write.
  const depth = (value) => {
    const inside = Array.isArray(value) ? value[0] : value;
    return typeof inside !== "object" ? 0 : Array.isArray(value) ? 2 : 1;
  };
  const values = () => {
    const given = fields.map((field) => [field.name, record[field.name].read()]);
    const filled = given.filter(([, value]) => value !== undefined && value.length !== 0);
    return Object.fromEntries(filled.sort(([, one], [, other]) => depth(one) - depth(other)));
  };
  const yaml = (data) => jsyaml.dump(data, { lineWidth: 100, noRefs: true, quotingType: '"' });

  // What the rules of claims say of several fields together.
  const together = (data) => {
    const said = [];
    const acting = (data.effects ?? []).flatMap((effect) => effect.from ?? []).map((id) => kinds[id]);
    const named = [...acting, ...Object.keys(data.about ?? {})];
    const needed = record.stance && intervention.length && data.stance && data.stance !== "background";
    if (needed && !intervention.some((kind) => named.includes(kind))) {
      const names = intervention.map((kind) => forms[kind]?.title ?? kind).join(", ");
      said.push([record.about.element, record.about.title, fill(words.intervention, { names })]);
    }
    for (const { target, change } of data.effects ?? []) {
      const allowed = changes[kinds[target]];
      if (change && allowed && !allowed.includes(change)) {
        const values = allowed.map((one) => words.changes[one]).join(", ");
        said.push([record.effects.control, target, fill(words.change, { values })]);
      }
    }
    return said;
  };

  // The id is proposed until somebody writes another.
  let ownId = false;
  const proposed = (data) => {
    const text = (data.name ?? data.statement ?? "").normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
    const plain = text.split(/[^a-z0-9]+/).filter(Boolean).slice(0, 8).join("-").slice(0, 60).replace(/-$/, "");
    let [id, number] = [plain, 1];
    while (ids.includes(id)) id = `${plain}-${(number += 1)}`;
    return id;
  };
  const wrongId = (id) => {
    if (!id) return words.missing;
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || id.length > 100) return words["id-pattern"];
    return ids.includes(id) ? words["id-taken"] : "";
  };

  let file = {};
  const show = () => {
    for (const look of looks) look();
    const data = values();
    if (!ownId) idBox.value = proposed(data);
    const id = idBox.value.trim();
    const inside = [folder, folderBox.value].filter(Boolean).join("/");
    file = { name: `${id}.yml`, folder: inside, text: Object.keys(data).length ? yaml(data) : "" };
    document.getElementById("form-path").textContent = `${inside}/${id || "…"}.yml`;
    output.textContent = file.text;

    const found = [...tools.missing(fields, record), ...together(data)];
    if (wrongId(id)) found.push([idBox, words.id, wrongId(id)]);
    idBox.setAttribute("aria-invalid", Boolean(id && wrongId(id)));
    const rows = found.map(([to, title, said]) => make("li", {}, make("a", { href: `#${to.id}` }, title), `: ${said}`));
    const sum = rows.length ? fill(words.problems, { count: rows.length }) : words.sound;
    const [head, list] = problems.children;
    if (head.textContent !== sum) head.textContent = sum; // is read out only where it changed
    list.replaceChildren(...rows);

    if (!host) return;
    const begun = new URL(`${address}${inside}`);
    begun.searchParams.set("filename", file.name);
    const whole = new URL(begun);
    whole.searchParams.set("value", file.text);
    const fits = whole.href.length <= LONGEST;
    host.href = (fits ? whole : begun).href;
    document.getElementById("form-long").hidden = fits;
  };

  // What a contributor does --------------------------------------------------------------------------------------

  folderBox.append(...folders.map((one) => make("option", { value: one }, one ? `${folder}/${one}` : folder)));
  folderBox.parentElement.hidden = folders.length < 2;
  idBox.addEventListener("input", () => (ownId = Boolean(idBox.value)));
  place.addEventListener("input", () => show());
  place.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("form-download").addEventListener("click", () => {
    const href = URL.createObjectURL(new Blob([file.text], { type: "text/yaml;charset=utf-8" }));
    make("a", { href, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  });
  // A page may lead here with something chosen already: `?<kind or field>=<id>`.
  for (const [name, id] of new URLSearchParams(location.search)) (record.about?.parts[name] ?? record[name])?.add?.(id);
  document.getElementById("form-without").hidden = true;
  place.hidden = false;
  show();
})();
