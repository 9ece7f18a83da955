// The passage of a result's page in which the words stand: read from the page as it is published, once it comes into view.
"use strict";

(() => {
  const WIDTH = 170; // letters
  const MOST = 110000; // letters of pages that one search reads
  const pages = new Map();

  // The texts of a page: [words, language]. Nothing of it is run or loaded: it is only taken apart.
  const texts = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok || !/html/.test(answer.headers.get("content-type"))) return [];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = [...page.querySelectorAll("main .prose")].map((prose) => [
      prose.textContent.replace(/\s+/g, " ").trim(),
      prose.closest("[lang]")?.lang || "",
    ]);
    return told.filter(([text]) => text);
  };

  // The stretch of a text with most of the different words, cut between words; null where none stands in it.
  const passage = (text, says) => {
    const hits = [];
    for (const { 0: piece, index: at } of text.matchAll(/[\p{L}\p{M}\p{N}'’ʼ‘`]+/gu)) {
      const word = says(piece) && piece.toLowerCase();
      if (word) hits.push([at, at + piece.length, word]);
    }
    let best = null;
    for (const [first, [begins]] of hits.entries()) {
      const within = hits.slice(first).filter(([, ends]) => ends - begins <= WIDTH);
      const score = new Set(within.map(([, , word]) => word)).size;
      if (!best || score > best.score) best = { score, begins, ends: within.at(-1)?.[1] ?? hits[first][1] };
    }
    if (!best) return null;
    const room = Math.max(0, WIDTH - (best.ends - best.begins));
    let from = Math.max(0, best.begins - Math.floor(room / 2));
    let to = Math.min(text.length, from + Math.max(WIDTH, best.ends - best.begins));
    from = Math.max(0, Math.min(from, to - WIDTH));
    // From the beginning of a word to the end of one; where words are not set apart by spaces, as it falls.
    const gap = text.indexOf(" ", from);
    if (from && gap >= 0 && gap < best.begins) from = gap + 1;
    const last = text.lastIndexOf(" ", to);
    if (to < text.length && last >= best.ends) to = last;
    const words = `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
    return { words, score: best.score };
  };

  // Watches results and shows their passages; a new search has a new one of these. ``shown`` is called with a result's node.
  const watched = (says, shown) => {
    const wanted = new WeakMap();
    let left = MOST;
    const look = async (node) => {
      const address = wanted.get(node);
      if (!pages.has(address)) {
        if (left <= 0) return;
        const page = texts(address).catch(() => []);
        pages.set(address, page);
        left -= (await page).reduce((sum, [text]) => sum + text.length, 6000);
      }
      const found = (await pages.get(address)).map(([text, language]) => ({ ...passage(text, says), language }));
      const best = found.filter((one) => one.words).sort((one, other) => other.score - one.score)[0];
      if (best) shown(node, best.words, best.language);
    };
    const watcher = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        look(target);
      }
    }, { rootMargin: "80px" });
    return {
      watch: (node, address) => { wanted.set(node, address); watcher.observe(node); },
      stop: () => watcher.disconnect(),
    };
  };

  globalThis.kiprahPassages = { passage, watched };
})();
