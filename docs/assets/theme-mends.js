// What the theme's own script leaves out: the card of a footnote is a dialog without a name, which gets that of the link
// that opened it; and the bar of each copy button is one landmark more, although it is no navigation.
(() => {
  const mend = () => {
    for (const card of document.querySelectorAll(".md-tooltip2[role=dialog]:not([aria-label])")) {
      const link = document.querySelector(`[aria-controls="${card.id}"]`);
      if (link) card.setAttribute("aria-label", link.title || link.textContent);
    }
    for (const bar of document.querySelectorAll(".md-code__nav:not([role])")) bar.setAttribute("role", "none");
  };
  const attributeFilter = ["role", "id", "aria-controls"];
  new MutationObserver(mend).observe(document.body, { subtree: true, childList: true, attributeFilter });
  mend();
})();
