// The directory of members: a name or a beginning of it narrows the list on the spot, and the address says which.
// One page is narrowed where it stands; a directory of several pages loads the names of all its members first.
"use strict";

(() => {
  const filter = document.querySelector("[data-names]");
  if (filter && globalThis.kiprahIndex) {
    const field = filter.querySelector("input");
    const status = filter.querySelector("[role=status]");
    const list = document.querySelector("[data-directory]");
    const found = document.querySelector("[data-found]");
    const pattern = document.querySelector("template[data-person]");
    const here = [...list.querySelectorAll("[data-name]")];
    const { names, home, one, many, none } = filter.dataset;
    const load = names && globalThis.kiprahIndex.loader(names.replace(/m0\.js$/, ""), "");
    const MOST = 60;
    let asked = 0, wait;

    // Single letters count too: they are initials.
    const pieces = (text) => globalThis.kiprahIndex.folded(text).replace(/['\u2019\u02bc\u2018`]/g, "").match(/[\p{L}\p{M}\p{N}]+/gu) || [];
    const matches = (name, words) => {
      const parts = pieces(name);
      return words.every((word) => parts.some((part) => part.startsWith(word)));
    };
    const say = (count) => { status.textContent = !count ? none : (count === 1 ? one : many).replace("#", count); };

    const drawn = ([path, name, headline, language]) => {
      const node = pattern.content.cloneNode(true);
      const link = node.querySelector("[data-link]");
      const root = home.replace(/index\.html$/, "");
      link.href = root + path.split("/").map(encodeURIComponent).join("/") + (location.protocol === "file:" ? "index.html" : "");
      link.textContent = name;
      const line = node.querySelector("[data-headline]");
      line.textContent = headline;
      if (language) line.lang = language;
      return node;
    };

    const narrow = async () => {
      const mine = ++asked;
      const words = pieces(field.value);
      if (!words.length || !load) {
        let count = 0;
        for (const row of here) count += !(row.hidden = !matches(row.dataset.name, words));
        [list.hidden, found.hidden] = [false, true];
        if (words.length) say(count);
        else status.textContent = "";
        return;
      }
      const people = await load("m", 0).catch(() => null);
      if (mine !== asked) return;
      if (!people) return; // the pages themselves are still there
      const chosen = people.filter(([, name]) => matches(name, words));
      found.replaceChildren(...chosen.slice(0, MOST).map(drawn));
      [list.hidden, found.hidden] = [true, false];
      say(chosen.length);
    };
    const write = () => {
      const query = field.value.trim() ? `?${new URLSearchParams({ q: field.value.trim() })}` : location.pathname;
      history.replaceState(null, "", query);
    };

    filter.hidden = false;
    field.value = new URLSearchParams(location.search).get("q") || "";
    field.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => { write(); narrow(); }, 120);
    });
    if (field.value) narrow();
  }
})();
