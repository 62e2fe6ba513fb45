// The claim explorer: all claims in one table, with words to find, facets with live counts, sorting and a download.
//
// Its state is the page's address and nothing else: `?text=...&<facet>=<value>&sort=...&page=...`, where a facet is
// `level`, `stance`, `species`, `year`, `mark` or the id of a kind, may be given several times, and a minus sign before
// the sort means backwards. Whoever links to such an address links to what it shows.
//
// What it knows is `window.evidence` (data/explorer.js), its words stand in the page.
// itemsjs chooses, counts and sorts; uFuzzy finds words that are spelt nearly so.
(() => {
  const PER_PAGE = 50;
  const { facets, values, people, references, quotations, claims } = window.evidence;
  const root = new URL("..", document.currentScript.src);
  const place = document.getElementById("explorer");
  const words = place.dataset;
  const [form, table, pager] = ["form", "table", "nav"].map((name) => place.querySelector(name));
  const [previous, next] = pager.querySelectorAll("button");
  const listed = document.getElementById("explorer-list");
  // A copy for the disk links to files, a hosted one to folders; which this is, the page's own link tells.
  const ending = listed.getAttribute("href").endsWith(".html") ? ".html" : "/";

  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const { lang } = document.documentElement;
  const figure = new Intl.NumberFormat(lang);
  const either = new Intl.ListFormat(lang, { type: "disjunction" });
  const fill = (text, numbers) => text.replace(/\{(\w+)\}/g, (_, name) => figure.format(numbers[name]));

  // What the tables say ----------------------------------------------------------------------------------------

  const [FACET, ID, TITLE, PARENT, ALSO] = [0, 1, 2, 3, 4];
  const codes = new Map(values.map((value, code) => [`${facets[value[FACET]].id} ${value[ID]}`, code]));
  const codeOf = (facet, id) => codes.get(`${facet.id} ${id}`) ?? -1;
  const numbers = facets.map((_, number) => String(number));
  const own = (item, name) => item.codes.filter((code) => facets[values[code][FACET]].id === name);
  const about = (item) => item.codes.filter((code) => facets[values[code][FACET]].about);
  const titles = (some) => some.map((code) => values[code][TITLE]);
  const lineage = (code) => (code < 0 ? [] : [code, ...lineage(values[code][PARENT])]);

  // A claim under every facet, by the facet's number, has its values and all that stand above them.
  const items = claims.map(([id, statement, home, itsCodes, quoted, cited], row) => {
    const item = { name: id, statement, home, codes: itsCodes };
    for (const number of numbers) item[number] = [];
    for (const code of new Set(itsCodes.flatMap(lineage))) item[values[code][FACET]].push(code);
    item.quotations = quoted.map((number) => quotations[number]);
    item.references = cited.map((number) => references[number]);
    const years = own(item, "year").map((code) => Number(values[code][ID]));
    const year = Math.max(...years);
    const [level, stance] = [own(item, "level")[0], own(item, "stance")[0]];
    item.by = { claim: row, level, stance, year, undated: !years.length };
    return item;
  });
  items.sort((one, other) => one.by.level - other.by.level);
  items.forEach((item, row) => (item.id = row + 1)); // itemsjs takes no id that is zero

  const sortings = {};
  for (const name of ["claim", "level", "stance", "year"]) {
    const field = name === "year" ? ["by.undated", "by.year"] : [`by.${name}`]; // without a year: last, both ways
    sortings[name] = { field, order: field.map(() => "asc") };
    sortings[`-${name}`] = { field, order: field.map((one) => (one === "by.undated" ? "asc" : "desc")) };
  }
  const choosing = { conjunction: false, size: values.length, chosen_filters_on_top: false };
  const aggregations = Object.fromEntries(numbers.map((number) => [number, choosing]));
  const engine = itemsjs(items, { native_search_enabled: false, aggregations, sortings });

  // Words, by their beginnings and without regard to accents ---------------------------------------------------

  const once = (work) => {
    let made;
    return () => (made ??= work());
  };
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  const letters = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const texts = once(() =>
    items.map((item) => {
      const names = item.codes.flatMap((code) => [values[code][TITLE], values[code][ALSO]]);
      return fold([item.statement, ...item.quotations, ...names, ...item.references.flat()].join(" "));
    }),
  );
  const near = new uFuzzy({ intraMode: 1, interLft: 2 });
  // The rows with a word, between whose parts may stand any sign or none; what stands nowhere may be spelt nearly so.
  const having = (parts) => {
    const word = new RegExp(`(?<![\\p{L}\\p{N}])${parts.join("[^\\p{L}\\p{N}]*")}`, "u");
    const rows = [...texts().keys()].filter((row) => word.test(texts()[row]));
    return rows.length || parts.length > 1 ? rows : near.filter(texts(), parts[0]) ?? [];
  };
  // The ids of the items in which all words stand, in their order; undefined where there is no word.
  const find = (text) => {
    const words = fold(text).split(/\s+/).map(letters).filter((parts) => parts.length);
    const [first, ...others] = words.map((parts) => new Set(having(parts)));
    return first && [...first].filter((row) => others.every((rows) => rows.has(row))).map((row) => items[row].id);
  };

  // The controls -----------------------------------------------------------------------------------------------

  const choices = values.map(([number, id, title, parent]) => {
    const box = make("input", { type: "checkbox", name: facets[number].id, value: id });
    const count = make("span", { class: "ev-count" });
    const label = make("label", { "data-depth": Math.min(lineage(parent).length, 3) }, box, ` ${title} `, count);
    return { number, box, count, label };
  });
  const folds = facets.map((facet, number) => {
    const chosen = make("span", { class: "ev-count" });
    const labels = choices.filter((choice) => choice.number === number).map((choice) => choice.label);
    const set = make("fieldset", {}, make("legend", {}, facet.title), ...labels);
    const summary = make("summary", {}, `${facet.title} `, chosen);
    const details = make("details", number < 2 ? { open: "" } : {}, summary, set);
    form.querySelector("details").append(details);
    return { details, chosen };
  });

  // The address ------------------------------------------------------------------------------------------------

  const state = () => new URLSearchParams(location.search);
  let typing = false; // a word that is being typed is one step back, not one for each letter
  const go = (parameters, typed = false) => {
    const query = String(new URLSearchParams([...parameters].filter(([, value]) => value)));
    history[typing && typed ? "replaceState" : "pushState"](null, "", location.pathname + (query && `?${query}`));
    typing = typed;
    show();
  };
  const without = (...names) => [...state()].filter(([name]) => !names.includes(name));

  // What is shown ----------------------------------------------------------------------------------------------

  const choose = (page, per_page = PER_PAGE) => {
    const parameters = state();
    const ids = find(parameters.get("text") ?? "");
    const filters = {};
    facets.forEach((facet, number) => {
      const chosen = parameters.getAll(facet.id);
      if (chosen.length) filters[number] = chosen.map((id) => codeOf(facet, id));
    });
    const sort = parameters.get("sort");
    const order = Object.hasOwn(sortings, sort) ? { sort } : {};
    const { data, pagination } = engine.search({ filters, page, per_page, ...(ids && { ids }), ...order });
    const pages = Math.max(1, Math.ceil(pagination.total / per_page));
    return page > pages ? choose(pages) : { data, page, pages, found: pagination.total };
  };

  const address = (code) => {
    const folder = code < 0 ? "" : facets[values[code][FACET]].folder;
    return folder && new URL(`${folder}/${values[code][ID]}${ending}`, root).href;
  };
  const permanent = (item) => new URL(`c/${item.name}${ending}`, root).href;
  const badge = (code, extra) => make("span", { class: `ev-badge ${extra}` }, values[code][TITLE]);
  const heads = [...table.querySelectorAll("th")];
  const row = (item) => {
    const topic = (code) => {
      const href = address(code);
      return make("li", {}, href ? make("a", { href }, values[code][TITLE]) : values[code][TITLE]);
    };
    const mark = (code) => make("li", { class: `ev-mark-${values[code][ID]}` }, values[code][TITLE]);
    const link = make("a", { href: item.home < 0 ? permanent(item) : `${address(item.home)}#c-${item.name}` }, item.statement);
    const contents = [
      [link, make("ul", { class: "ev-marks" }, ...own(item, "mark").map(mark))],
      own(item, "level").map((code) => badge(code, people.includes(code) ? "ev-people" : "")),
      own(item, "stance").map((code) => badge(code, `ev-${values[code][ID]}`)),
      [make("ul", {}, ...about(item).map(topic))],
      [titles(own(item, "year")).join(", ")],
    ];
    const cells = contents.map((inside, column) => {
      const kind = column ? { role: "cell" } : { role: "rowheader", scope: "row" };
      return make(column ? "td" : "th", { ...kind, "data-label": heads[column].textContent.trim() }, ...inside);
    });
    return make("tr", { role: "row" }, ...cells);
  };

  let page = 1;
  const show = () => {
    const parameters = state();
    const { data, pages, found, ...shown } = choose(Math.max(1, Number.parseInt(parameters.get("page"), 10) || 1));
    page = shown.page;
    const before = (page - 1) * PER_PAGE;

    table.tBodies[0].replaceChildren(...data.items.map(row));
    const range = { from: before + 1, to: before + data.items.length, found };
    place.querySelector("[role=status]").textContent = found ? fill(words.range, range) : words.none;
    pager.querySelector("span").textContent = fill(words.page, { page, pages });
    previous.setAttribute("aria-disabled", page === 1);
    next.setAttribute("aria-disabled", page === pages);

    const text = parameters.get("text") ?? "";
    if (form.elements.text.value !== text) form.elements.text.value = text;
    const says = text ? [`${words.text}: ${text}`] : [];
    facets.forEach((facet, number) => {
      const ids = parameters.getAll(facet.id);
      const named = ids.map((id) => values[codeOf(facet, id)]?.[TITLE] ?? id);
      folds[number].chosen.textContent = ids.length ? fill(words.chosen, { count: ids.length }) : "";
      if (ids.length) says.push(`${facet.title}: ${either.format(named)}`);
      for (const { key, doc_count: count } of data.aggregations[number].buckets) {
        const choice = choices[key];
        choice.box.checked = ids.includes(choice.box.value);
        choice.count.textContent = figure.format(count);
        choice.label.hidden = !count && !choice.box.checked && choice.box !== document.activeElement;
      }
    });
    place.querySelector(".ev-chosen").textContent = says.join(" · ");

    const sort = parameters.get("sort") ?? "level";
    for (const head of heads.filter((one) => one.dataset.sort)) {
      const backwards = sort === `-${head.dataset.sort}` ? "descending" : "none";
      head.setAttribute("aria-sort", sort === head.dataset.sort ? "ascending" : backwards);
    }
  };

  // RFC 4180, with a mark by which spreadsheets know that it is UTF-8.
  const quote = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const csv = () => {
    const rows = choose(1, items.length).data.items.map((item) => [
      permanent(item),
      item.statement,
      ...["level", "stance"].map((name) => titles(own(item, name)).join("; ")),
      titles(about(item)).join("; "),
      titles(own(item, "species")).join("; "),
      item.quotations.join("\n"),
      item.references.map(([key, name, doi]) => [key, name, doi && `doi:${doi}`].filter(Boolean).join(" ")).join("; "),
      titles(own(item, "mark")).join("; "),
    ]);
    return "\ufeff" + [words.columns.split("|"), ...rows].map((one) => one.map(quote).join(",") + "\r\n").join("");
  };

  // What a reader does -----------------------------------------------------------------------------------------

  form.addEventListener("submit", (event) => event.preventDefault());
  const sorted = () => [...state()].filter(([name]) => name === "sort");
  form.addEventListener("input", ({ target }) => {
    go([...new FormData(form), ...sorted()], target === form.elements.text);
  });
  document.getElementById("explorer-clear").addEventListener("click", () => go(sorted()));
  form.elements.text.addEventListener("focus", texts);
  document.getElementById("explorer-download").addEventListener("click", () => {
    const href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    make("a", { href, download: words.file }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  });
  for (const head of heads.filter((one) => one.dataset.sort)) {
    head.firstElementChild.addEventListener("click", () => {
      const sign = head.getAttribute("aria-sort") === "ascending" ? "-" : "";
      go([...without("sort", "page"), ["sort", sign + head.dataset.sort]]);
    });
  }
  for (const [button, step] of [[previous, -1], [next, 1]]) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      go([...without("page"), ["page", page + step]]);
      place.querySelector("[role=status]").scrollIntoView();
    });
  }
  window.addEventListener("popstate", () => {
    typing = false;
    show();
  });

  place.hidden = false;
  form.querySelector("details").open = window.matchMedia("(min-width: 60em)").matches;
  show();
  for (const { details, chosen } of folds) details.open ||= Boolean(chosen.textContent);
})();
