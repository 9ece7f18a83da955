// Opens a circle: derives the key from the passphrase, decrypts the parts that a page needs, and shows the page in this one.
// Parts are scripts that call one function, since a page on a disk may load scripts but not fetch files.
// Pages are shown here and not in a frame: Safari runs no listener of ours in a frame without scripts, and a frame with
// scripts of its own would need more leave. No script of a page ever runs; the policy of this page holds for all it shows.
"use strict";

(() => {
  const CHUNK = 65536;
  const TOTAL = 12 + CHUNK + 16;
  const KEPT = 96; // decrypted parts in memory, six megabytes
  const find = (query, root = document) => root.querySelector(query);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const utf8 = (text) => new TextEncoder().encode(text);
  const words = JSON.parse(find("#words").textContent);
  const open = JSON.parse(find("#sealed").textContent);
  const gateTitle = () => words[tongue].title;
  const form = find("form");
  const field = find("#passphrase");
  const told = find("#told");
  const place = new URL(".", location.href);
  let tongue = document.documentElement.lang;
  let key, site, shown, bar;

  // Words of the gate

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const tell = (name, values = {}) => { told.textContent = name ? fill(words[tongue][name], values) : ""; told.dataset.said = name || ""; };
  const speak = (code) => {
    tongue = code;
    document.documentElement.lang = code;
    for (const node of document.querySelectorAll("[data-words]")) node.hidden = node.dataset.words !== code;
    for (const node of document.querySelectorAll("[data-say]")) node.textContent = words[code][node.dataset.say];
    for (const node of document.querySelectorAll("[data-tongue]")) node.setAttribute("aria-pressed", node.dataset.tongue === code);
    document.title = gateTitle();
    if (told.dataset.said) tell(told.dataset.said, { day: day(open.until) });
  };
  const day = (iso) => iso && new Intl.DateTimeFormat(tongue, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00Z`));

  // Keys and parts

  const derived = async (passphrase) => {
    const plain = passphrase.normalize("NFKC").trim().replace(/\s+/g, " ");
    const base = await crypto.subtle.importKey("raw", utf8(plain), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(open.salt), iterations: open.rounds };
    return new Uint8Array(await crypto.subtle.deriveBits(how, base, 256));
  };
  const sealKey = async (secret) => {
    const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: utf8("kiprah circle seal 1") };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  };
  const unsealed = async (data, context) => new Uint8Array(await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: data.subarray(0, 12), additionalData: utf8(context) }, key, data.subarray(12)));
  const read = (data) => JSON.parse(new TextDecoder().decode(data));

  const waiting = new Map();
  const parts = new Map();
  // A letter that base64 does not know is damage as well: nothing, which is not a part's length, says so.
  const decoded = (text) => { try { return bytes(text); } catch { return new Uint8Array(); } };
  globalThis.kiprahPart = (name, text) => { waiting.get(name)?.(decoded(text)); };
  const loaded = (name) => new Promise((done, fail) => {
    const script = document.createElement("script");
    const end = (act) => (value) => { waiting.delete(name); script.remove(); act(value); };
    const missing = end(() => fail(new Error("part-missing")));
    waiting.set(name, end(done));
    script.onerror = missing;
    script.onload = () => { if (waiting.has(name)) missing(); };
    script.src = new URL(`parts/${name}.js`, place);
    document.head.append(script);
  });
  const part = (name) => {
    if (parts.has(name)) {
      const known = parts.get(name);
      parts.delete(name);
      parts.set(name, known);
      return known;
    }
    const coming = loaded(name).then(async (data) => {
      if (data.length !== TOTAL) throw new Error("part-damaged");
      try {
        return await unsealed(data, `kiprah circle part 1 ${name}`);
      } catch {
        throw new Error("part-damaged");
      }
    });
    parts.set(name, coming);
    coming.catch(() => parts.delete(name));
    if (parts.size > KEPT) parts.delete(parts.keys().next().value);
    return coming;
  };
  const stretch = async (names, start, length) => {
    const whole = new Uint8Array(length);
    const first = Math.floor(start / CHUNK);
    const last = Math.floor((start + Math.max(length, 1) - 1) / CHUNK);
    await Promise.all(names.slice(first, last + 1).map(async (name, index) => {
      const from = (first + index) * CHUNK;
      const data = await part(name);
      const piece = data.subarray(Math.max(0, start - from), Math.min(CHUNK, start + length - from));
      whole.set(piece, Math.max(0, from - start));
    }));
    return whole;
  };

  // Files of the site

  const TYPES = { css: "text/css", woff2: "font/woff2", webp: "image/webp", jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", svg: "image/svg+xml", avif: "image/avif", mp4: "video/mp4", webm: "video/webm", pdf: "application/pdf" };
  const addresses = new Map();
  const content = (path) => stretch(site.parts, ...site.files[path]);
  const typeOf = (path) => TYPES[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] || "application/octet-stream";
  const address = (path) => {
    if (!addresses.has(path)) {
      const coming = (async () => {
        let data = await content(path);
        if (path.endsWith(".css")) data = await styled(path, new TextDecoder().decode(data));
        return URL.createObjectURL(new Blob([data], { type: typeOf(path) }));
      })();
      addresses.set(path, coming);
      coming.catch(() => addresses.delete(path));
    }
    return addresses.get(path);
  };
  const NOWHERE = "https://circle.invalid/";
  // The file of the site that an address leads to, as [path, anchor]; null where it leads elsewhere.
  const target = (from, text) => {
    let url;
    try { url = new URL(text, NOWHERE + from); } catch { return null; }
    if (site.url && (url.href + "/").startsWith(site.url)) url = new URL(url.href.slice(site.url.length), NOWHERE);
    if (!url.href.startsWith(NOWHERE)) return null;
    let path = decodeURIComponent(url.pathname.slice(1));
    if (!path || path.endsWith("/")) path += "index.html";
    return [path, decodeURIComponent(url.hash.slice(1))];
  };
  const styled = async (path, css) => {
    const named = [...css.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)];
    const found = await Promise.all(named.map(async ([whole, text]) => {
      const to = text.startsWith("data:") ? null : target(path, text);
      return to && site.files[to[0]] ? `url("${await address(to[0])}")` : whole;
    }));
    let index = 0;
    return css.replace(/url\(\s*["']?([^"')]+)["']?\s*\)/g, () => found[index++]);
  };

  // A page

  const watch = "IntersectionObserver" in globalThis ? new IntersectionObserver((seen) => {
    for (const { isIntersecting, target: node } of seen) if (isIntersecting) { watch.unobserve(node); fetched(node); }
  }, { rootMargin: "800px" }) : null;
  const choices = new WeakMap();
  const fetched = async (node) => {
    const files = choices.get(node);
    if (!files) return;
    choices.delete(node);
    const needed = (node.clientWidth || 320) * Math.min(devicePixelRatio || 1, 2);
    const file = files.find(([, width]) => width >= needed) || files[files.length - 1];
    try { node.src = await address(file[0]); } catch (error) { note(error); }
  };
  const candidates = (from, node) => {
    const source = node.closest("picture")?.querySelector('source[type="image/webp"]');
    const list = (source || node).getAttribute("srcset");
    const named = list ? list.split(",").map((one) => one.trim().split(/\s+/)) : [[node.getAttribute("src") || "", "0w"]];
    return named
      .map(([text, width]) => [target(from, text)?.[0], parseInt(width || "0", 10)])
      .filter(([path]) => path && site.files[path])
      .sort((one, other) => one[1] - other[1]);
  };
  const prepared = (page, path) => {
    for (const node of page.querySelectorAll("script, base, meta, iframe, object, embed, form, [hidden][data-print]")) node.remove();
    for (const node of page.body.querySelectorAll("*")) {
      for (const { name } of [...node.attributes]) if (/^on/i.test(name) || name === "style") node.removeAttribute(name);
    }
    for (const node of page.querySelectorAll("img")) {
      choices.set(node, candidates(path, node));
      for (const name of ["src", "srcset", "sizes", "loading", "fetchpriority"]) node.removeAttribute(name);
    }
    for (const node of page.querySelectorAll("picture > source")) node.remove();
    for (const node of page.querySelectorAll("video, audio, video > source, audio > source")) {
      for (const name of ["src", "poster"]) {
        const to = node.hasAttribute(name) && target(path, node.getAttribute(name));
        node.removeAttribute(name);
        if (to && site.files[to[0]]) address(to[0]).then((blob) => { node.setAttribute(name, blob); }, note);
      }
    }
    for (const node of page.querySelectorAll("a[href], area[href]")) linked(node, path);
  };
  const linked = (node, path) => {
    const text = node.getAttribute("href");
    if (text.startsWith("#")) {
      node.dataset.anchor = decodeURIComponent(text.slice(1));
      return;
    }
    const to = target(path, text);
    if (!to) {
      if (/^(https?|mailto|tel):/i.test(text)) {
        node.rel = "noopener noreferrer";
        if (/^http/i.test(text)) node.target = "_blank";
      } else node.removeAttribute("href");
    } else if (!site.files[to[0]]) {
      // Not of this preview: feeds, the pages for sharing. A link to nowhere helps nobody; words that are linked stay.
      node.removeAttribute("href");
      const item = node.closest("li");
      if (item && item.textContent.trim() === node.textContent.trim()) item.remove();
      else if (/^([\w-]+\/)?share\//.test(to[0])) node.remove();
    } else if (to[0].endsWith(".html")) {
      node.setAttribute("href", `#${site.files[to[0]][2]}${to[1] ? `/${encodeURIComponent(to[1])}` : ""}`);
    } else {
      node.dataset.file = to[0];
      node.setAttribute("href", "#");
      node.removeAttribute("target");
    }
  };
  let turn = 0;
  const show = async (path, anchor, { scroll = 0, first = false } = {}) => {
    const mine = ++turn;
    const page = new DOMParser().parseFromString(new TextDecoder().decode(await content(path)), "text/html");
    const moved = page.querySelector('meta[http-equiv="refresh" i]')?.content.match(/url=(.*)/i);
    const to = moved && target(path, moved[1].trim());
    if (to && site.files[to[0]] && to[0] !== path) {
      location.replace(`#${site.files[to[0]][2]}`);
      return;
    }
    const sheets = [...page.querySelectorAll('link[rel="stylesheet"]')].map((node) => target(path, node.getAttribute("href"))?.[0]);
    const styles = await Promise.all(sheets.filter((sheet) => sheet && site.files[sheet]).map(address));
    if (mine !== turn) return;
    prepared(page, path);
    await dressed(styles);
    if (mine !== turn) return;
    const root = document.documentElement;
    root.lang = page.documentElement.lang;
    root.dir = page.documentElement.dir || "ltr";
    document.title = page.title;
    for (const { name } of [...document.body.attributes]) document.body.removeAttribute(name);
    for (const { name, value } of page.body.attributes) document.body.setAttribute(name, value);
    document.body.replaceChildren(...[...page.body.childNodes].map((node) => document.adoptNode(node)), bar.host);
    shown = path;
    addressed(page.documentElement.lang || tongue);
    for (const node of document.images) if (watch) watch.observe(node); else fetched(node);
    const spot = anchor && document.getElementById(anchor);
    if (!first) (spot || find("main") || document.body).focus?.({ preventScroll: true });
    if (spot) spot.scrollIntoView(); else scrollTo({ top: scroll, behavior: "instant" });
  };
  // The new page's style sheets before the old ones go, so that nothing flashes.
  const dressed = async (styles) => {
    const before = [...document.head.querySelectorAll('link[rel="stylesheet"]')];
    const known = new Set(before.map((node) => node.href));
    if (styles.length === before.length && styles.every((style) => known.has(style))) return;
    await Promise.all(styles.map((style) => new Promise((done) => {
      const node = Object.assign(document.createElement("link"), { rel: "stylesheet", onload: done, onerror: done, href: style });
      document.head.append(node);
    })));
    for (const node of before) node.remove();
  };

  // The bar: the message, the end, the lock

  const made = (name, props = {}, ...inside) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...inside);
    return node;
  };
  const makeBar = (sheet) => {
    const host = made("div");
    const root = host.attachShadow({ mode: "open" });
    const message = made("a", { target: "_blank", rel: "noopener noreferrer" });
    const said = made("p", { className: "said" });
    const lock = made("button", { type: "button", onclick: locked });
    const status = made("p");
    status.setAttribute("role", "status");
    const inside = made("aside", { className: "bar" }, said, message, lock, status);
    host.className = "kiprah-circle";
    host.id = "kiprah-circle";
    root.append(made("link", { rel: "stylesheet", href: sheet }), inside);
    return { host, root, message, said, lock, status, inside };
  };
  const addressed = (language) => {
    const code = words[language.split("-")[0]] ? language.split("-")[0] : tongue;
    tongue = code;
    const text = words[code];
    const title = document.title;
    bar.inside.lang = code;
    bar.inside.setAttribute("aria-label", text.title);
    bar.said.textContent = open.until ? fill(text["bar-until"], { day: day(open.until) }) : text.bar;
    bar.lock.textContent = text.lock;
    bar.status.textContent = "";
    bar.message.hidden = !site.to;
    if (!site.to) return;
    bar.message.textContent = text.message;
    const body = fill(text["message-body"], { title, name: site.name });
    const subject = fill(text["message-subject"], { title });
    bar.message.href = site.to.startsWith("mailto:")
      ? `${site.to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\n/g, "\r\n"))}`
      : `${site.to}?text=${encodeURIComponent(`${subject}\n\n${body}`)}`;
  };
  const note = (error) => {
    const name = words[tongue][error.message] ? error.message : "part-damaged";
    if (shown) bar.status.textContent = words[tongue][name];
    else tell(name);
  };
  const store = (act) => { try { return act(sessionStorage); } catch { return null; } };
  const locked = () => {
    store((session) => session.removeItem(open.salt));
    location.replace(location.href.split("#")[0]);
    location.reload();
  };

  // Moving about

  const wanted = () => {
    const [id, anchor] = location.hash.slice(1).split("/");
    const path = id && site.pages[id];
    return [path || site.home, path && anchor ? decodeURIComponent(anchor) : ""];
  };
  const places = () => history.state?.scroll || 0;
  const ended = () => open.ends && Date.now() >= open.ends;
  const go = () => {
    if (ended()) return locked();
    const [path, anchor] = wanted();
    if (path === shown) {
      const spot = anchor && document.getElementById(anchor);
      if (spot) spot.scrollIntoView();
      return undefined;
    }
    return show(path, anchor, { scroll: places() }).catch(note);
  };
  const browse = () => {
    history.scrollRestoration = "manual";
    let resting;
    addEventListener("scroll", () => {
      clearTimeout(resting);
      const { href } = location;
      resting = setTimeout(() => { if (href === location.href) history.replaceState({ scroll: scrollY }, ""); }, 150);
    }, { passive: true });
    addEventListener("hashchange", go);
    document.addEventListener("click", (event) => {
      const node = event.target.closest?.("a[data-file], a[data-anchor]");
      if (!node) return;
      event.preventDefault();
      if (node.dataset.anchor !== undefined) {
        const spot = document.getElementById(node.dataset.anchor);
        spot?.scrollIntoView();
        spot?.focus?.();
      } else if (/^image\//.test(typeOf(node.dataset.file))) pictured(node);
      else saved(node.dataset.file);
    });
  };
  // In the bar's shadow, out of reach of the page's styles; one at a time, however often the link is pressed.
  const pictured = async (link) => {
    try {
      const small = find("img", link);
      const source = await address(link.dataset.file);
      if (find("dialog", bar.root)) return;
      const dialog = made("dialog", {},
        made("img", { src: source, alt: small?.alt || "" }),
        made("button", { type: "button", textContent: words[tongue].close, onclick: () => dialog.close() }));
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
      dialog.setAttribute("aria-label", small?.alt || words[tongue].picture);
      bar.root.append(dialog);
      dialog.showModal();
    } catch (error) { note(error); }
  };
  const saved = async (path) => {
    try {
      const link = made("a", { href: await address(path), download: path.slice(path.lastIndexOf("/") + 1) });
      link.click();
    } catch (error) { note(error); }
  };

  // Opening

  const enter = async (secret) => {
    key = await sealKey(secret);
    let root;
    try { root = read(await unsealed(bytes(open.root), "kiprah circle root 1")); } catch { throw new Error("wrong"); }
    // What the page says openly could have been changed; what was sealed could not.
    if (root.ends !== open.ends || root.until !== open.until) throw new Error("part-damaged");
    const index = read(await stretch(root.index, 0, root.length));
    site = { ...root, ...index, pages: {} };
    for (const [path, file] of Object.entries(site.files)) if (file[2]) site.pages[file[2]] = path;
    bar = makeBar(find("link[data-gate]").href);
    await show(...wanted(), { first: true });
    browse();
  };
  const working = (on) => { for (const node of form.elements) node.disabled = on; };
  const begin = async (event) => {
    event?.preventDefault();
    if (ended()) return closed();
    if (!field.value.trim()) { tell("empty"); field.focus(); return undefined; }
    working(true);
    tell("opening");
    try {
      const secret = await derived(field.value);
      await enter(secret);
      if (keep) store((session) => session.setItem(open.salt, btoa(String.fromCharCode(...secret))));
    } catch (error) {
      working(false);
      tell(words[tongue][error.message] ? error.message : "part-damaged");
      field.focus();
      field.select();
    }
    return undefined;
  };
  const closed = () => { form.hidden = true; tell("ended", { day: day(open.until) }); };
  let keep = false;

  const start = async () => {
    const wish = (navigator.languages || [navigator.language]).map((one) => one.split("-")[0]).find((one) => words[one]);
    find(".tongues").hidden = false;
    for (const node of document.querySelectorAll("[data-tongue]")) node.addEventListener("click", () => speak(node.dataset.tongue));
    speak(wish || tongue);
    if (open.format !== 1) return tell("part-damaged");
    if (ended()) return closed();
    if (!globalThis.crypto?.subtle) return tell("needs-https");
    form.hidden = false;
    find("#keep").addEventListener("change", (event) => { keep = event.target.checked; });
    find("[data-show]").addEventListener("click", ({ currentTarget: node }) => {
      const visible = field.type === "password";
      field.type = visible ? "text" : "password";
      node.setAttribute("aria-pressed", visible);
    });
    form.addEventListener("submit", begin);
    const known = store((session) => session.getItem(open.salt));
    if (known) {
      try { working(true); return await enter(bytes(known)); } catch { store((session) => session.removeItem(open.salt)); }
      working(false);
    }
    return field.focus();
  };
  start();
})();
