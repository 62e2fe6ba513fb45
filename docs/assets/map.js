/* The evidence map's filters: every cell counts the claims that fit, and the address remembers what was chosen.
   The page is whole without it. Counts are written as `templates/_map.md.j2` writes them. */
(function () {
  "use strict";
  const atlas = document.querySelector(".ev-atlas");
  const data = document.getElementById("ev-data").dataset;
  const [claims, levels, words] = [data.claims, data.levels, data.words].map((text) => JSON.parse(text));
  const form = atlas.querySelector(".ev-filters");
  const headings = atlas.querySelector("input[name=headings]");
  const status = atlas.querySelector(".ev-status");
  const selects = Array.from(form.elements).filter((one) => one.name);
  const rows = Array.from(atlas.querySelectorAll("tbody tr"));
  const heads = Array.from(atlas.querySelectorAll("thead th"));
  const items = (nodes) => nodes.map((node) => ({ node, claim: node.dataset.claim, as: node.dataset.as }));
  const numbers = (text, as) => (text ? text.split(" ").map((claim) => ({ claim, as })) : []);

  /* The claims of a cell lie below the map, or are too many for that and are only numbers. */
  const cells = Array.from(atlas.querySelectorAll("td .ev-cell"), (link) => {
    const place = link.closest("td");
    const found = { link, place, column: place.cellIndex, empty: link.parentNode.querySelector(".ev-empty") };
    const { of, compared } = link.dataset;
    if (of !== undefined) return { ...found, named: [...numbers(of), ...numbers(compared, "compared")], aside: [] };
    const panel = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const nodes = Array.from(panel.querySelectorAll("[data-claim]"));
    return {
      ...found,
      named: items(nodes.filter((node) => !node.closest("[data-by-heading]"))),
      aside: items(nodes.filter((node) => node.closest("[data-by-heading]"))),
    };
  });

  const fits = (claim) =>
    selects.every((select) => !select.value || claims[claim][3][select.name].includes(select.value));
  let fitting = new Set();

  /* What those items count as whose claim fits: in this cell, or else everywhere. The others are hidden. */
  function chosen(some) {
    some.forEach(({ node, claim }) => { if (node) node.hidden = !fitting.has(claim); });
    return some.filter(({ claim }) => fitting.has(claim)).map(({ claim, as }) => (as ? [as, null, null] : claims[claim]));
  }

  function write(parent, name, text) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    parent.append(span, " ");
    return span;
  }

  function counts(parent, found) {
    for (const kind of ["supports", "opposes", "mixed", "background", "compared", "retracted"]) {
      const n = found.filter((claim) => claim[0] === kind).length;
      if (n) write(parent, `ev-count ev-${kind}`, `${n} ${words[kind]}`);
    }
  }

  function paint(cell) {
    const [named, aside] = [chosen(cell.named), chosen(cell.aside)];
    const ranks = named.map((claim) => claim[1]).filter((rank) => rank !== null);
    const people = new Set(named.map((claim) => claim[2]).filter((study) => study !== null)).size;
    const rank = Math.min(...ranks);
    cell.link.replaceChildren();
    counts(cell.link, named);
    if (ranks.length) write(cell.link, "ev-closest", levels[rank]);
    if (people) write(cell.link, "ev-studies", words[people === 1 ? "study" : "studies"].replace("{n}", people));
    if (aside.length) counts(write(cell.link, "ev-heading", `${words["by-heading"]} `), aside);
    const shade = !ranks.length ? "none" : rank === levels.length - 1 ? "unknown" : Math.min(rank, 7);
    cell.link.className = `ev-cell ev-rank-${shade}${named.length ? "" : " ev-heading"}`;
    cell.link.hidden = !named.length && !aside.length;
    cell.empty.hidden = named.length > 0;
    cell.empty.className = aside.length ? "ev-empty ev-no-heading" : "ev-empty";
    cell.empty.firstElementChild.textContent = words[filtered() ? "nothing-fits" : "empty"];
    cell.held = named.length ? 2 : aside.length ? 1 : 0;
  }

  const filtered = () => selects.some((select) => select.value);

  /* Rows and columns without any claim that fits are folded away; those that only a heading fills are marked so. */
  function fold(parts, held) {
    for (const part of parts) {
      part.hidden = held === 0;
      part.classList.toggle("ev-heading", held === 1);
    }
  }

  function draw() {
    const all = Object.keys(claims);
    fitting = new Set(all.filter(fits));
    cells.forEach(paint);
    const most = (test) => Math.max(0, ...cells.filter(test).map((cell) => cell.held));
    rows.forEach((row) => fold([row], most((cell) => cell.place.parentNode === row)));
    heads.slice(1).forEach((head, n) => {
      fold([head, ...rows.map((row) => row.cells[n + 1])], most((cell) => cell.column === n + 1));
    });
    const shown = words.shown.replace("{n}", fitting.size).replace("{all}", all.length);
    status.textContent = filtered() ? shown : "";
  }

  /* The address holds every choice, also where a page from disk may not change it. */
  function remember() {
    const query = new URLSearchParams(location.search);
    for (const select of selects) select.value ? query.set(select.name, select.value) : query.delete(select.name);
    if (headings) headings.checked ? query.set("headings", "1") : query.delete("headings");
    const search = query.size ? `?${query}` : "";
    history.replaceState(null, "", location.pathname + search + location.hash);
    document.querySelectorAll(".ev-tabs a").forEach((link) => { link.search = search; });
  }

  function recall() {
    const query = new URLSearchParams(location.search);
    for (const select of selects) {
      select.value = query.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    }
    if (headings) headings.checked = query.has("headings");
    draw();
    remember();
    const open = mark();
    if (open) open.scrollIntoView({ block: "start", inline: "nearest" });
  }

  /* The cell whose claims lie open is marked. */
  function mark() {
    for (const { link } of cells) {
      link.hash && link.hash === location.hash ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }
    return atlas.querySelector("[aria-current]");
  }

  form.addEventListener("change", () => { draw(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { draw(); remember(); }));
  if (headings) headings.addEventListener("change", remember);
  document.addEventListener("keydown", (event) => {
    const close = event.key === "Escape" && document.querySelector(".ev-opened:target .ev-close");
    if (close) close.click();
  });
  window.addEventListener("pageshow", recall);
  window.addEventListener("hashchange", mark);
  form.hidden = false;
})();
