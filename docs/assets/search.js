// The search of the site, behind the theme's own search field.
//
// The theme asks a worker and shows what that answers. This takes the worker's place: no index is built and none is
// loaded whole. What the words of a question need is loaded as small scripts from data/search/ (made by wordindex.py,
// whose `words` has to find the same words), which works hosted and from disk alike. Pages that are not made of records
// come with the theme's own index, which is small, and are looked through here.
//
// An entry has a word in its title or elsewhere, whole or, if it is more than a letter, as the beginning of another. All
// words of the question count, or as many as any entry has. What is called as the question says stands first, then what
// has a name that begins so, then what has the words in its title; of equals, topics stand before claims, and claims
// closest to people before others.
(() => {
  const [FEW, MOST] = [6, 30]; // entries that are shown: at once, and when the reader pauses
  const PAUSE = 200; // milliseconds
  const CALLED = 60_000; // the score of what is called as the question says; no words reach half of it
  const [TITLE, TITLE_BEGINS, TEXT, TEXT_BEGINS] = [4, 3, 2, 1];
  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]; // the theme's messages
  const WORD = /([\p{L}\p{N}\p{M}]+)/u;

  const words = (text) =>
    text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/ς/g, "σ").match(/[\p{L}\p{N}]+/gu) ?? [];
  const key = (text) => words(text).join("");
  const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

  // Scripts from data/search/ ----------------------------------------------------------------------------------

  const folder = new URL("../data/search/", document.currentScript.src);
  const loaded = new Map();
  const arriving = new Map();
  const arrived = new Set();
  window.evidenceSearch = (name, value) => {
    arrived.add(name);
    arriving.get(name)(value);
  };

  const load = (name, version = "") => {
    if (!loaded.has(name)) {
      const script = document.createElement("script");
      const value = new Promise((done, failed) => {
        arriving.set(name, done);
        script.onerror = () => failed(loaded.delete(name));
      });
      loaded.set(name, value);
      script.src = new URL(`${name}.js${version && `?${version}`}`, folder);
      document.head.append(script);
    }
    return loaded.get(name);
  };

  // The theme replaces its whole list with each answer; below a pressed button or finger, that would lose the click.
  let released = Promise.resolve();
  const press = () => {
    released = new Promise((done) => {
      for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(done), { once: true });
    });
  };
  addEventListener("pointerdown", press, true);

  // Finding ----------------------------------------------------------------------------------------------------

  const mark = (text, asked) =>
    text
      .split(WORD)
      .map((part, place) => {
        const meant = place % 2 && words(part).some((one) => asked.some((word) => one.startsWith(word)));
        return meant ? `<mark data-md-highlight>${escape(part)}</mark>` : escape(part);
      })
      .join("");

  // Some words before the first that was asked for, and some behind it.
  const around = (text, asked) => {
    if (text.length < 250) return text;
    const parts = text.split(WORD);
    const first = parts.findIndex((part, place) => place % 2 && asked.some((word) => words(part)[0]?.startsWith(word)));
    return (first > 20 ? "… " : "") + parts.slice(Math.max(0, first - 20), first + 50).join("") + " …";
  };

  class Search {
    constructor({ docs }) {
      this.ending = docs.some(({ location }) => /\.html(#|$)/.test(location)) ? ".html" : "/";
      const titles = new Map(docs.filter(({ location }) => !location.includes("#")).map((one) => [one.location, one.title]));
      this.pages = docs.map(({ location, title, text }) => ({
        location,
        title: plain(title),
        text: plain(text.replace(/<\/(p|li|ul|ol|pre)>/g, " ")),
        page: plain(titles.get(location.split("#")[0]) ?? title),
      }));
      this.words = this.pages.map(({ title, text }) => [words(title), words(text)]);
    }

    // What has the words of a question: the numbers of the best, how many there are, how well each has the words.
    async find(head, question, asked) {
      const all = head.entries + this.pages.length;
      const matched = asked.map(() => new Uint8Array(all));
      await Promise.all(asked.map((word, place) => this.look(head, word, matched[place])));
      const [count, score] = [new Uint8Array(all), new Uint16Array(all)];
      for (const weights of matched) {
        for (let number = 0; number < all; number++) {
          count[number] += weights[number] > 0;
          score[number] += weights[number];
        }
      }
      for (const [place, number] of this.called(head, key(question)).entries()) {
        count[number] = asked.length;
        score[number] = CALLED - place;
      }
      const enough = count.reduce((most, one) => Math.max(most, one), 1);
      const total = count.reduce((sum, one) => sum + (one === enough), 0);
      const best = this.best(head, (number) => (count[number] === enough ? score[number] : 0));
      return { best, total, matched, score };
    }

    // The numbers of what is called so, then of that whose name begins so, the best first.
    called(head, name) {
      const own = this.pages.flatMap(({ location, title }, place) =>
        !location.includes("#") && key(title) === name ? [head.entries + place] : [],
      );
      const begin = Object.keys(head.names).filter((one) => one !== name && one.startsWith(name));
      const begun = begin.flatMap((one) => head.names[one]).sort((one, other) => one - other);
      const so = Object.hasOwn(head.names, name) ? head.names[name] : [];
      return [...new Set([...so, ...own, ...begun])].slice(0, MOST);
    }

    // Give each entry the weight that a word has in it.
    async look(head, word, weights) {
      const add = (numbers, weight) => {
        for (const number of numbers) if (weights[number] < weight) weights[number] = weight;
      };
      const [single, { starts }] = [word.length === 1, head];
      const last = starts.findLastIndex((start) => start <= word || (start.startsWith(word) && !single));
      const first = Math.max(0, starts.findLastIndex((start) => start <= word));
      const wanted = Array.from({ length: last - first + 1 }, (_, place) => first + place);
      for (const part of await Promise.all(wanted.map((number) => load(`words-${number}`, head.version)))) {
        for (const other of Object.keys(part)) {
          const whole = other === word;
          if (!whole && (single || !other.startsWith(word))) continue;
          for (const [place, weight] of [[0, whole ? TITLE : TITLE_BEGINS], [1, whole ? TEXT : TEXT_BEGINS]]) {
            let number = 0;
            add(part[other][place].map((step) => (number += step)), weight);
          }
        }
      }
      this.words.forEach(([title, text], place) => {
        const begun = (some) => !single && some.some((one) => one.startsWith(word));
        const weigh = (some, whole, begins) => (some.includes(word) ? whole : begun(some) && begins);
        const weight = weigh(title, TITLE, TITLE_BEGINS) || weigh(text, TEXT, TEXT_BEGINS);
        if (weight) add([head.entries + place], weight);
      });
    }

    // The numbers of the best, the best first; of equals topics, then pages, then the rest, each in its order.
    best(head, scored) {
      const ranges = [[0, head.first], [head.entries, head.entries + this.pages.length], [head.first, head.entries]];
      const byScore = new Map();
      for (const [from, to] of ranges) {
        for (let number = from; number < to; number++) {
          const score = scored(number);
          if (!score) continue;
          if (!byScore.has(score)) byScore.set(score, []);
          if (byScore.get(score).length < MOST) byScore.get(score).push(number);
        }
      }
      const scores = [...byScore.keys()].sort((one, other) => other - one);
      return scores.flatMap((score) => byScore.get(score)).slice(0, MOST);
    }

    script(head, number) {
      return `entries-${Math.floor(number / head.size)}`;
    }

    async entry(head, number) {
      if (number >= head.entries) return this.pages[number - head.entries];
      const rows = await load(this.script(head, number), head.version);
      const [address, anchor, title, page, text, tags] = rows[number % head.size];
      const place = this.ending === "/" ? `${address}/`.replace(/(^|\/)index\/$/, "$1") : address + this.ending;
      return { location: anchor ? `${place}#${anchor}` : place, title, text, page, tags };
    }

    // The answers as the theme shows them: a first one as soon as possible, and the whole one if nothing else is asked.
    async *answers(question) {
      const asked = [...new Set(words(question))].slice(0, 99);
      if (!asked.length) return yield { items: [] };
      const head = await load("head");
      const found = await this.find(head, question, asked);
      const far = found.best.slice(FEW).some((number) => number < head.entries && !arrived.has(this.script(head, number)));
      if (far) {
        yield { ...(await this.answer(head, found, asked, FEW)), more: true };
        await new Promise((done) => setTimeout(done, PAUSE));
        await released;
      }
      yield await this.answer(head, found, asked, MOST);
    }

    // The best entries, those of one page together, below the page itself.
    async answer(head, { best, total, matched, score }, asked, most) {
      const pages = new Map();
      const entries = await Promise.all(best.slice(0, most).map((number) => this.entry(head, number)));
      for (const [place, { location, title, text, tags, page }] of entries.entries()) {
        const number = best[place];
        const has = (_, at) => score[number] > CALLED / 2 || matched[at][number] > 0;
        const shown = {
          location,
          title: mark(title, asked),
          text: mark(around(text, asked), asked),
          score: score[number],
          terms: Object.fromEntries(asked.map((word, at) => [word, has(word, at)])),
        };
        if (tags?.length) shown.tags = tags.map((tag) => mark(tag, asked));
        const [address, anchor] = location.split("#");
        if (!pages.has(address)) pages.set(address, { sections: [] });
        pages.get(address).sections.push(shown);
        if (anchor) pages.get(address).title = page;
        else pages.get(address).whole = true;
      }
      const items = [...pages].map(([location, { sections, title, whole }]) =>
        whole ? sections : [...sections, { location, title: escape(title), text: "", terms: {}, score: 0 }],
      );
      return { items, cut: total > MOST && fill(head.said.cut, Math.min(MOST, total), total) };
    }
  }

  const fill = (text, shown, all) => {
    const figure = new Intl.NumberFormat(document.documentElement.lang);
    return text.replace("{shown}", figure.format(shown)).replace("{all}", figure.format(all));
  };

  // What the theme takes for its worker; nothing else here uses one.
  window.Worker = class extends EventTarget {
    postMessage({ type, data }) {
      if (type === SETUP) {
        this.search = new Search(data);
        this.tell(READY);
      } else if (type === QUERY) {
        this.asked = data;
        if (data === "") load("head").catch(() => {});
        this.answer(data);
      }
    }

    async answer(question) {
      try {
        for await (const answer of this.search.answers(question)) {
          if (this.asked !== question) return;
          this.tell(RESULT, answer);
        }
      } catch {
        this.tell(RESULT, { items: [] }); // a script did not arrive; the next key tries again
      }
    }

    tell(type, data) {
      this.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
      if (data?.cut) document.querySelector(".md-search-result__meta").textContent = data.cut;
    }

    terminate() {}
  };
})();
