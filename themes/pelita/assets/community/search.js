// The search page: what is asked stands in the address, what is found below it. Without a script the page leads to the lists.
"use strict";

(() => {
  const box = document.querySelector("[data-search]");
  if (box && globalThis.kiprahIndex) {
    const { dataset } = box;
    const elements = Object.fromEntries([...box.querySelectorAll("[name]")].map((field) => [field.name, field]));
    const status = document.querySelector("[data-status]");
    const list = document.querySelector("[data-results]");
    const more = document.querySelector("[data-more]");
    const clear = document.querySelector("[data-clear]");
    const lists = document.querySelector("[data-lists]");
    const pattern = document.querySelector("template[data-result]");
    const folder = dataset.index.replace(/s0\.js$/, "");
    const home = dataset.home.replace(/index\.html$/, "");
    const fields = ["q", "kind", "cause", "skill", "year"].filter((name) => elements[name]);
    const AT_ONCE = 20;
    let index, asked = 0, told, shown = 0, wait, passages;

    const say = (text) => { status.textContent = text; };
    const number = new Intl.NumberFormat(document.documentElement.lang || "id");
    const counted = (count) => {
      const one = new Intl.PluralRules(document.documentElement.lang || "id").select(count) === "one";
      return (one ? dataset.one : dataset.many).replace("#", number.format(count));
    };
    const kinds = Object.fromEntries([...(elements.kind?.options || [])].map((option) => [option.value, option.text]));

    // Text with what was asked set off; never as HTML.
    const fill = (node, text, language) => {
      if (language) node.lang = language;
      let last = 0;
      for (const { 0: piece, index: at } of text.matchAll(/[\p{L}\p{M}\p{N}'’ʼ‘`]+/gu)) {
        if (!index.says(piece, told)) continue;
        const mark = document.createElement("mark");
        mark.textContent = piece;
        node.append(text.slice(last, at), mark);
        last = at + piece.length;
      }
      node.append(text.slice(last));
    };

    const drawn = (entry) => {
      const node = pattern.content.cloneNode(true);
      const slot = (name) => node.querySelector(`[data-${name}]`);
      // From a disk a folder is a list of files.
      const address = location.protocol === "file:" && !/\.[a-z]+$/.test(entry.address) ? `${entry.address}index.html` : entry.address;
      slot("title").href = home + address.split("/").map(encodeURIComponent).join("/");
      fill(slot("title"), entry.title, entry.language);
      slot("lead").hidden = !entry.lead;
      fill(slot("lead"), entry.lead, entry.language);
      slot("date").dateTime = entry.date;
      slot("date").textContent = entry.when;
      const name = entry.kind === "member" ? "" : entry.name;
      const facts = [entry.kind === "activity" ? "" : kinds[entry.kind], name, entry.organization, entry.place];
      for (const fact of facts.filter(Boolean)) {
        const span = document.createElement("span");
        fill(span, fact);
        slot("facts").append(span);
      }
      return node;
    };

    const passage = (row, text, language) => {
      const lead = row.querySelector("[data-lead]");
      lead.hidden = false;
      lead.replaceChildren();
      lead.removeAttribute("lang");
      fill(lead, text, language);
    };

    const show = async () => {
      const mine = asked;
      const next = told.entries.slice(shown, shown + AT_ONCE);
      const entries = await Promise.all(next.map(index.entry));
      if (mine !== asked) return;
      const first = list.children.length;
      list.append(...entries.map(drawn));
      for (const row of told.words.length ? [...list.children].slice(first) : []) {
        // A disk gives no page to read, and a first sentence that has the words is as good.
        if (location.protocol !== "file:" && !row.querySelector("[data-lead] mark")) passages.watch(row, row.querySelector("a").href);
      }
      shown += next.length;
      more.hidden = shown >= told.entries.length;
      if (first) list.children[first]?.querySelector("a")?.focus();
    };

    const values = () => Object.fromEntries(fields.map((name) => [name, elements[name].value.trim()]));
    const search = async () => {
      const mine = ++asked;
      const { q, kind = "", ...facets } = values();
      const chosen = Object.entries(facets).filter(([, value]) => value).map(([name, value]) => `${name}:${value}`);
      // Only of some kinds is there a list: see what plan/search/weights.py writes.
      if (!q && ["member", "event", "page"].includes(kind)) chosen.push(`kind:${kind}`);
      const idle = !q && !chosen.length;
      if (idle) lists.hidden = false;
      clear.hidden = idle && !kind;
      if (idle) {
        list.replaceChildren();
        more.hidden = true;
        say(kind ? dataset.narrow : "");
        return;
      }
      list.setAttribute("aria-busy", "true");
      try {
        index ??= await globalThis.kiprahIndex.opened(folder);
        const answer = await index.search({ text: q, kind, facets: chosen });
        if (mine !== asked) return;
        [told, shown] = [answer, 0];
        list.replaceChildren();
        passages?.stop();
        passages = globalThis.kiprahPassages.watched((piece) => index.says(piece, answer), (...row) => mine === asked && passage(...row));
        await show();
        if (mine !== asked) return;
        const count = told.entries.length;
        lists.hidden = count > 0;
        const meant = told.meant.length ? `${dataset.meant.replace("#", told.meant.join(", "))} ` : "";
        say(!count ? dataset.none : meant + (told.some ? `${dataset.some} ${counted(count)}` : counted(count)));
      } catch {
        if (mine === asked) [lists.hidden, status.textContent] = [false, dataset.failed];
      } finally {
        if (mine === asked) list.removeAttribute("aria-busy");
      }
    };

    const read = () => {
      const query = new URLSearchParams(location.search);
      for (const name of fields) {
        const value = query.get(name) || "";
        const field = elements[name];
        field.value = value;
        if (field.options && field.value !== value) field.value = ""; // no such choice
      }
    };
    const write = (how) => {
      const query = new URLSearchParams(Object.entries(values()).filter(([, value]) => value));
      const address = query.size || [...query].length ? `?${query}` : location.pathname;
      if (address !== (location.search || location.pathname)) history[how](null, "", address);
    };
    const soon = () => {
      clearTimeout(wait);
      wait = setTimeout(() => { write("replaceState"); search(); }, 180);
    };

    box.hidden = false;
    const now = () => { clearTimeout(wait); write("pushState"); search(); };
    box.querySelector("[data-find]").addEventListener("click", now);
    elements.q.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) now(); });
    elements.q.addEventListener("input", soon);
    for (const name of fields.slice(1)) elements[name].addEventListener("change", now);
    clear.addEventListener("click", () => {
      for (const name of fields) elements[name].value = "";
      write("pushState");
      search();
      elements.q.focus();
    });
    more.addEventListener("click", show);
    addEventListener("popstate", () => { read(); search(); });
    read();
    search();
  }
})();
