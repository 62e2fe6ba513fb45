// The field for what exists already, one or several: found by id, name, abbreviation or synonym, and shown by its name.
// Typing, keyboard and what is read out are the business of accessible-autocomplete.
window.evidenceNames = ({ lists, words, changed, make, fill, button, labelled, nextId, title }) => {
  const MOST = 60; // how many are offered at once, and how many letters of a name are shown
  const plain = (said) => said.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  const short = (said) => (said.length > MOST ? `${said.slice(0, MOST)}…` : said);
  // The library takes HTML, so that the words go through an element, which escapes them.
  const suggestion = ({ said, also, id }) => {
    const further = [also, id].filter(Boolean).join(" · ");
    return `${make("span", {}, said).outerHTML} ${make("small", {}, further).outerHTML}`;
  };

  return (field) => {
    const rows = lists[field.list].map(([id, said, also]) => ({ id, said, also, all: plain(`${said} ${also} ${id}`) }));
    const known = new Map(rows.map((row) => [row.id, row]));
    const chosen = new Set();
    const shown = make("ul", { class: "ev-chips" });
    const holder = make("div");
    const id = nextId();
    const box = () => document.getElementById(id);

    const set = (ids) => {
      chosen.clear();
      for (const one of ids) if (known.has(one)) chosen.add(one);
      shown.replaceChildren(...[...chosen].map(chip));
      shown.hidden = !chosen.size;
    };
    const chip = (one) => {
      const { said } = known.get(one);
      const without = () => {
        set([...chosen].filter((other) => other !== one));
        box().focus();
      };
      const remove = button("×", without, { "aria-label": fill(words.remove, { name: said }) });
      return make("li", { title: said }, `${short(said)} `, remove);
    };
    const add = (one) => set(field.several ? [...chosen, one] : [one]);

    // Those first whose names begin as what was typed.
    const offer = (typed, answer) => {
      const asked = plain(typed).split(/\s+/);
      const fits = rows.filter((row) => !chosen.has(row.id) && asked.every((one) => row.all.includes(one)));
      const later = (row) => Number(!row.all.startsWith(asked[0]));
      answer(fits.sort((one, other) => later(one) - later(other)).slice(0, MOST));
    };
    accessibleAutocomplete({
      element: holder,
      id,
      source: offer,
      minLength: 0,
      confirmOnBlur: false,
      menuAttributes: { "aria-label": title(field) || words.existing },
      templates: { inputValue: () => "", suggestion: (row) => (row ? suggestion(row) : "") },
      tNoResults: () => words.nothing,
      tAssistiveHint: () => [field.help, words.hint].filter(Boolean).join(" "), // what describes the box
      onConfirm: (row) => {
        if (row) add(row.id);
        setTimeout(changed); // once the library has emptied the box
      },
    });
    set(field.needed && rows.length === 1 ? [rows[0].id] : []);

    const control = { id, setAttribute: () => {} }; // the library describes its box itself
    const element = labelled(field, control, make("div", {}, shown, holder));
    const read = () => (field.several ? (chosen.size ? [...chosen] : undefined) : [...chosen][0]);
    const wrong = () => (box()?.value.trim() ? [[control, title(field), words.unchosen]] : []);
    return { element, control, read, wrong, set, add, named: (one) => known.get(one)?.said ?? one };
  };
};
