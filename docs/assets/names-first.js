// Of the pages that the theme's search finds, those that are called what was asked stand first.
// The theme ranks by how often and how rarely words occur; to a reader who types a name, nothing comes before its page.
(() => {
  const key = (text) =>
    text.replace(/<[^>]*>|&(?:amp|lt|gt);/g, "").normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

  // How well a page answers to a name: 2 where that is its first, 1 where it is another of its names, else 0.
  const answers = (name, sections) => {
    const page = sections.find((section) => !section.location.includes("#"));
    const place = (page?.tags ?? []).findIndex((one) => key(one) === name);
    return place < 0 ? 0 : place ? 1 : 2;
  };

  window.Worker = class extends window.Worker {
    constructor(...settings) {
      super(...settings);
      this.asked = [];
      // Added before the theme's own, this listener sees each answer first and puts it in order where it is.
      this.addEventListener("message", ({ data }) => {
        if (data.type !== 3) return;
        const name = key(this.asked.shift());
        data.data.items.sort((one, other) => answers(name, other) - answers(name, one));
      });
    }

    postMessage(message) {
      if (message.type === 2) this.asked.push(message.data);
      super.postMessage(message);
    }
  };
})();
