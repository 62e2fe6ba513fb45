// The theme opens the card of a footnote as a dialog without a name: it gets that of the link that opened it.
new MutationObserver(() => {
  for (const card of document.querySelectorAll(".md-tooltip2[role=dialog]:not([aria-label])")) {
    const link = document.querySelector(`[aria-controls="${card.id}"]`);
    if (link) card.setAttribute("aria-label", link.title || link.textContent);
  }
}).observe(document.body, { subtree: true, childList: true, attributeFilter: ["role", "id", "aria-controls"] });
