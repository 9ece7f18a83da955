// A page of the preview: whenever the server calls, it asks what became of it, and follows. Never part of a published page.
(() => {
  "use strict";
  const { shape, build, look: sentLook } = document.currentScript.dataset;
  const BEFORE = "kiprah-before-reload";
  const KEYS = ["kiprah-folded", "kiprah-asks-folded"];
  // Beside a form, which says at its field what is wrong; only the editor may frame a page.
  const inEditor = window.frameElement !== null;
  const alone = !shape.startsWith("200-") && !document.querySelector("link[rel~=stylesheet]");
  const before = JSON.parse(sessionStorage.getItem(BEFORE));
  sessionStorage.removeItem(BEFORE);
  // What was built before the page was loaded again is news all the same.
  let since = before ? before.since : build;
  let look = sentLook;
  const sheets = [...document.querySelectorAll("link[rel~=stylesheet]")];

  const make = (name, props, ...inside) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...inside.filter((one) => one !== null));
    return node;
  };

  // Our own parts stand in a shadow, so that neither they nor the page can dress the other.
  const host = document.createElement("kiprah-preview");
  const root = host.attachShadow({ mode: "open" });
  const parts = make("div", { className: alone ? "parts alone" : "parts", hidden: true });
  const panel = make("div", {});
  const aside = make("div", { className: "aside" });
  aside.setAttribute("role", "status");
  // On a narrow screen the place in a long line would lie outside of what is seen.
  const showPlaces = () => {
    for (const mark of panel.querySelectorAll("mark")) {
      mark.parentElement.scrollLeft = mark.offsetLeft - mark.parentElement.clientWidth / 2;
    }
  };
  const dress = make("link", { rel: "stylesheet", href: "/livereload.css", onload: () => { parts.hidden = false; showPlaces(); } });
  parts.append(panel, aside);
  root.append(dress, parts);
  // Before the body: first in the order of the Tab key, and no part of what the page's style sheets count.
  document.documentElement.insertBefore(host, document.body);

  let leaving = false;
  const reload = () => {
    if (leaving) return;
    leaving = true;
    // A browser would go to the address's #part, or glide to where it was.
    history.scrollRestoration = "manual";
    sessionStorage.setItem(BEFORE, JSON.stringify({ since, left: scrollX, top: scrollY }));
    location.reload();
  };
  // Who is being led elsewhere (by a link, by the editor beside its form) is not called back; what leads to a download
  // lets this page stand.
  addEventListener("beforeunload", () => {
    leaving = true;
    setTimeout(() => { leaving = false; ask(); }, 5000);
  });
  if (before) {
    const back = () => scrollTo({ left: before.left, top: before.top, behavior: "instant" });
    back();
    addEventListener("load", () => { back(); history.scrollRestoration = "auto"; }, { once: true });
  }

  // The new sheet is there before the old one goes, so nothing flashes.
  const swap = (addresses) => {
    if (addresses.length !== sheets.length) { reload(); return; }
    const names = addresses.map((address) => new URL(address, document.baseURI));
    const renamed = names.some((url, index) => url.pathname !== new URL(sheets[index].href).pathname);
    names.forEach((url, index) => {
      const old = sheets[index];
      if (renamed && url.pathname === new URL(old.href).pathname) return;
      if (!renamed) url.searchParams.set("v", look);
      const next = old.cloneNode();
      next.href = url.href;
      next.addEventListener("load", () => old.remove(), { once: true });
      next.addEventListener("error", reload, { once: true });
      old.after(next);
      sheets[index] = next;
    });
  };

  const fault = (one, words) => {
    const hint = one.hint ? make("p", { className: "hint" }, make("b", {}, words.hint), " ", one.hint) : null;
    if (inEditor) {
      // Whoever writes in forms is shown no line of a file, and is led to the form, unless it is the one beside.
      const form = one.file && decodeURIComponent(window.top.location.hash) !== `#/${one.file}` && make("p", {}, make("a", { href: `/_kiprah/edit/#/${encodeURIComponent(one.file)}`, target: "_top" }, words.form));
      return make("li", { className: one.level }, make("p", { className: "message" }, one.message), hint, form || null);
    }
    const item = make("li", { className: one.level },
      make("p", { className: "where" },
        make("code", {}, one.where), " ", make("span", { className: "kind" }, `${one.level_word} · ${one.code}`)),
      make("p", { className: "message" }, one.message));
    if (one.before || one.at || one.after) {
      // The caret stands below a letter; at the end of a line, below the space after it.
      const line = make("pre", { tabIndex: 0 }, one.before, make("mark", {}, one.at || " "), one.after);
      line.setAttribute("aria-label", one.where);
      item.append(line);
    }
    if (hint) item.append(hint);
    return item;
  };

  const showNotice = (notice, words, coach) => {
    if (alone) document.body.hidden = notice !== null;
    if (notice === null) { panel.replaceChildren(); KEYS.forEach((key) => sessionStorage.removeItem(key)); return; }
    // What only asks begins folded, as the page is as it was written; what is to be mended does not, but beside its form.
    const kept = KEYS[Number(notice.asks)];
    const list = make("ol", {}, ...notice.faults.filter((one) => !inEditor || notice.asks || one.level !== "note").map((one) => fault(one, words)));
    list.setAttribute("role", "list");
    const end = coach ? make("p", { className: "end" }, make("a", { href: coach }, words.coach)) : null;
    const button = make("button", { type: "button" });
    const section = make("section", { lang: words.language, className: notice.asks ? "asks" : "" },
      make("header", {},
        make("div", {}, make("h2", {}, notice.title),
          make("p", { className: "state" }, alone ? words["no-pages"] : notice.text)),
        alone ? null : button),
      list, end);
    section.setAttribute("aria-label", notice.asks ? notice.title : words.panel);
    const fold = (folded) => {
      section.classList.toggle("folded", folded);
      list.hidden = folded;
      if (end) end.hidden = folded;
      button.textContent = folded ? words.unfold : words.fold;
      button.setAttribute("aria-expanded", String(!folded));
      sessionStorage.setItem(kept, folded ? "1" : "0");
      showPlaces();
    };
    const focused = panel.contains(root.activeElement) && root.activeElement.tagName === "BUTTON";
    panel.replaceChildren(section);
    if (!alone) {
      button.onclick = () => fold(!list.hidden);
      section.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !list.hidden) { fold(true); button.focus(); }
      });
      fold((sessionStorage.getItem(kept) || (notice.asks || inEditor ? "1" : "0")) === "1");
    }
    showPlaces();
    if (focused) button.focus();
  };

  const tell = (text, link, words) => {
    const close = make("button", { type: "button", className: "close", onclick: () => aside.replaceChildren() }, "\u00d7");
    close.setAttribute("aria-label", words.close);
    aside.lang = words.language;
    aside.replaceChildren(make("p", {}, text,
      ...(link ? [" ", make("a", { href: link.href }, link.text || link.href)] : [])), close);
  };

  let told = "";
  // Where the last edit is seen. It is answered once, and a page may ask twice about one build.
  let link = null;
  const follow = (answer) => {
    const { action, words, edited, notice } = answer;
    if (action === "reload") { reload(); return; }
    if (action === "stay" && answer.look !== look) {
      look = answer.look;
      swap(answer.styles);
    }
    const news = JSON.stringify(notice);
    if (news !== told) {
      told = news;
      showNotice(notice, words, answer.coach);
      if (notice) aside.replaceChildren();
    }
    if (edited) link = edited;
    else if (Number(answer.build) > Number(since)) link = null;
    if (action === "gone") tell(words.gone, link, words);
    else if (edited) tell(words.edited, edited, words);
    else if (link === null) aside.replaceChildren();
    since = answer.build;
  };

  let asking = false;
  let again = false;
  const ask = async () => {
    again = true;
    if (asking || leaving) return;
    asking = true;
    try {
      while (again && !leaving) {
        again = false;
        const query = new URLSearchParams({ page: location.pathname, shape, since });
        const answer = await fetch(`/livereload.json?${query}`, { cache: "no-store" });
        if (answer.ok) follow(await answer.json());
      }
    } catch (error) {
      // The server ended while it answered: the page asks again as soon as there is one.
      if (!(error instanceof TypeError)) throw error;
    } finally {
      asking = false;
    }
  };

  // The library keeps the connection and calls its plugins: when it is there, and at every word of the server.
  window.LiveReloadPluginKiprah = class {
    static identifier = "kiprah";
    static version = "1";
    analyze() { ask(); return {}; }
    reload() { ask(); return true; }
  };
})();
