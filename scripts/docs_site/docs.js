// Searches the documentation in the page itself: words are folded and stemmed as a community's search does it, and nobody is asked.
"use strict";

(() => {
  const box = document.querySelector("[data-search]");
  const pages = globalThis.kiprahDocs;
  if (!box || !pages || !globalThis.kiprahIndex) return;
  const MOST = 20;
  const { tokens, stems } = globalThis.kiprahIndex;
  const { key } = stems(document.documentElement.lang);
  const main = document.querySelector("main");
  const text = document.querySelector("[data-text]");
  const results = document.querySelector("[data-results]");
  let sections = null;

  const prepared = () => pages.map(([page, anchor, title, heading, words]) => ({
    link: anchor ? `${page}#${anchor}` : page,
    title: heading ? `${title}: ${heading}` : title,
    words,
    head: new Set(tokens(`${title} ${heading}`).map(key)),
    all: tokens(`${heading} ${words}`).map(key),
  }));

  const score = (section, wanted, last) => {
    let sum = 0;
    let inHeads = 0;
    for (const word of wanted) {
      // The word being typed is looked for by its beginning.
      const is = (other) => other === word || (word === last && word.length > 1 && other.startsWith(word));
      const times = section.all.filter(is).length;
      const inHead = [...section.head].some(is);
      if (!times && !inHead) return 0;
      sum += Math.min(times, 4);
      inHeads += inHead;
    }
    // A heading that says this and nothing else is likelier meant than one that says it among others.
    sum += inHeads * (5 + (10 * inHeads) / Math.max(1, section.head.size));
    return sum / Math.log2(16 + section.all.length);
  };

  const around = (words, query) => {
    const first = tokens(query)[0] || "";
    const at = Math.max(0, words.toLowerCase().indexOf(first) - 60);
    return (at ? "…" : "") + words.slice(at, at + 180) + (words.length > at + 180 ? "…" : "");
  };

  const show = () => {
    const query = box.value.trim();
    text.hidden = Boolean(query);
    results.hidden = !query;
    if (!query) return;
    sections ??= prepared();
    const wanted = tokens(query).map(key);
    const last = wanted.at(-1);
    const best = sections.map((section) => [score(section, wanted, last), section])
      .filter(([points]) => points > 0).sort((one, other) => other[0] - one[0]).slice(0, MOST);
    const list = results.querySelector("ul");
    list.replaceChildren(...best.map(([, section]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = section.link;
      link.textContent = section.title;
      const words = document.createElement("p");
      words.textContent = around(section.words, query);
      item.append(link, words);
      return item;
    }));
    results.querySelector("[data-count]").textContent = best.length
      ? results.dataset.some.replace("{number}", best.length) : results.dataset.none;
  };

  box.form.hidden = false;
  box.form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", show);
  // A link to a place of this very page closes the list.
  results.addEventListener("click", (event) => {
    if (event.target.closest("a")) { box.value = ""; show(); main.focus(); }
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) { box.value = asked; show(); }
})();
