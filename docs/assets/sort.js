/* Tables in a `data-sort` region get a button at the head of each column that sorts the rows by it.
   A cell's key is its `data-key` or else its words; numbers sort as numbers; cells without a value stand last. */
(function () {
  "use strict";
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

  function key(row, column, none) {
    const cell = row.cells[column];
    const marked = cell.querySelector("[data-key]");
    const words = marked ? marked.dataset.key : cell.textContent.trim();
    return words === none ? "" : words;
  }

  function sort(table, head, none) {
    const falls = head.getAttribute("aria-sort") === "ascending";
    const rows = Array.from(table.tBodies[0].rows, (row) => [key(row, head.cellIndex, none), row]);
    rows.sort(([a], [b]) => !a - !b || (falls ? order.compare(b, a) : order.compare(a, b)));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    table.tBodies[0].append(...rows.map(([, row]) => row));
  }

  for (const region of document.querySelectorAll("[data-sort]")) {
    const table = region.querySelector("table");
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head, region.dataset.sort));
      head.append(button);
    }
  }
})();
