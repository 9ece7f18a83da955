// Reads the search index: words as the index folds and stems them, its chunks, and which entries say most of a query.
// kiprah's plan/search writes it and must say the same; chunks are scripts that call one function, so that it works from a disk.
"use strict";

(() => {
  const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670]/g;
  const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ς: "σ" };
  const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
  const RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
  const INITIAL = /^(?:ny|[kstpmn])(?=[aeiou])/;
  const KINDS = ["member", "activity", "reflection", "event", "page"];
  const LONGEST = 32;
  const WORDS = 12; // of a query; what stands behind them is not looked for
  const ENTRIES = 65536; // no member has as many

  const folded = (text) => text.normalize("NFKC").toLowerCase().normalize("NFKD").replace(MARKS, "")
    .replace(/[ßøłđðþæœıς]/g, (letter) => LETTERS[letter]).normalize("NFC");

  const tokens = (text) => {
    const words = [];
    for (const [token] of folded(text).replace(/['’ʼ‘`]/g, "").matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
      for (const [run] of token.matchAll(RUN)) {
        const letters = [...run];
        if (IS_UNSPACED.test(run)) {
          if (letters.length === 1) words.push(run);
          else for (let at = 0; at + 1 < letters.length; at++) words.push(letters[at] + letters[at + 1]);
        } else if (letters.length <= LONGEST && (letters.length > 1 || /^\p{N}$/u.test(run))) words.push(run);
      }
    }
    return words;
  };

  const hash = (key) => {
    let number = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(key)) number = Math.imul(number ^ byte, 0x01000193);
    number ^= number >>> 16;
    number = Math.imul(number, 0x85ebca6b);
    number ^= number >>> 13;
    number = Math.imul(number, 0xc2b2ae35);
    return (number ^ (number >>> 16)) >>> 0;
  };

  // One language's stems; the page brings the stemmer of its own, where there is one.
  const stems = (language) => {
    const spoken = language.split("-")[0];
    const of = globalThis.kiprahStem;
    const stemmed = (word) => /^[a-z]+$/.test(word) && Boolean(of);
    const stem = (word) => (!stemmed(word) ? word : spoken === "id" ? of(of(word)) : of(word));
    const key = (word) => {
      const root = stem(word);
      return spoken === "id" && stemmed(word) && root.length > 3 ? root.replace(INITIAL, "") : root;
    };
    // What a form may come from: after me- and pe- the root's first letter is lost or changed.
    const roots = (form) => {
      const root = stem(form);
      if (spoken !== "id") return [root];
      const [, nasal] = form.match(/^(?:di|se|ke)?(?:me|pe)(ny|ng|n|m)/) || [];
      const vowel = /^[aeiou]/.test(root);
      if (nasal === "n" && vowel) return [root, `t${root}`, `n${root}`];
      if (nasal === "ng" && vowel) return [root, `k${root}`];
      if (nasal === "m" && root[0] === "p") return [root, `m${root.slice(1)}`];
      if (nasal === "ny" && root[0] === "s") return [root, `ny${root.slice(1)}`];
      return [root];
    };
    const related = (one, other) => roots(one).some((root) => roots(other).includes(root));
    return { key, related };
  };

  // How many letters must be changed, added, taken out or swapped with their neighbour; more than most counts as most + 1.
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [], last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  };

  // Chunks come as scripts that call this.
  const waiting = new Map();
  globalThis.kiprahSearch = (letter, number, content) => {
    const name = letter + number.toString(16);
    if (waiting.has(name)) waiting.get(name)(content);
  };

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  class Reader {
    constructor(content) { Object.assign(this, { content, at: 0, utf8: new TextDecoder() }); }
    byte() { return this.content[this.at++]; }
    number() {
      let byte = this.byte(), number = byte & 127, scale = 128;
      while (byte > 127) {
        byte = this.byte();
        number += (byte & 127) * scale;
        scale *= 128;
      }
      return number;
    }
    text() {
      const length = this.byte();
      return this.utf8.decode(this.content.subarray(this.at, (this.at += length)));
    }
  }

  // The forms of one class in a bucket: { form, lowest, count, content }.
  const formsIn = (content, wanted) => {
    const reader = new Reader(content);
    while (reader.at < content.length) {
      const key = reader.text();
      const forms = [];
      for (let left = reader.number(); left; left--) {
        const form = reader.text() || key;
        const lowest = reader.byte(), count = reader.number(), size = reader.number();
        forms.push({ form, lowest, count, content: content.subarray(reader.at, (reader.at += size)) });
      }
      if (key === wanted) return forms;
    }
    return [];
  };

  // Calls back for each entry of a form: its number, its kind, its level.
  const postings = ({ content }, call) => {
    const reader = new Reader(content);
    let member = -1;
    while (reader.at < content.length) {
      member += reader.number();
      const end = reader.number() + reader.at;
      let entry = -1;
      while (reader.at < end) {
        entry += reader.number();
        const level = reader.byte();
        call(member * ENTRIES + entry, level >> 4, level & 15);
      }
    }
  };

  // Loads chunks of a folder, each once.
  const loader = (folder, version) => {
    const chunks = new Map();
    return (letter, number) => {
      const name = letter + number.toString(16);
      if (!chunks.has(name)) {
        chunks.set(name, new Promise((resolve, reject) => {
          const script = document.createElement("script");
          waiting.set(name, (content) => { waiting.delete(name); script.remove(); resolve(content); });
          script.onerror = () => { chunks.delete(name); script.remove(); reject(new Error(name)); };
          script.src = `${folder}${name}.js${version && `?v=${version}`}`;
          document.head.append(script);
        }));
      }
      return chunks.get(name);
    };
  };

  // The first file is asked for anew each time, and names the index: so no two indexes are ever joined.
  const opened = async (folder) => {
    const start = await loader(folder, "")("s", 0);
    const chunk = loader(folder, start.name);
    const { key, related } = stems(start.language);
    const stop = new Set(start.stop.split(" "));

    const forms = async (term) => {
      const bucket = start.bucketBits ? hash(term) >>> (32 - start.bucketBits) : 0;
      return formsIn(bytes(await chunk("t", bucket)), term);
    };

    // Words with a beginning of three letters: [word, how common from 1 to 9].
    const wordsWith = async (beginning) => {
      const file = start.vocabularyBits ? hash(beginning) >>> (32 - start.vocabularyBits) : 0;
      const words = (await chunk("w", file))[beginning] || "";
      return words ? words.split(" ").map((word) => [word.slice(1), Number(word[0])]) : [];
    };
    const beginningOf = (word) => [...word].slice(0, 3).join("");
    const byCommonness = ([one, often], [other, more]) => more - often || one.length - other.length || (one < other ? -1 : 1);

    // Every entry with a word: how much it says there. The exact form says more than its relatives, and those more than
    // longer words of which only the beginning was typed.
    const found = async (word, open) => {
      const scores = new Map(), kinds = new Map(), names = new Set();
      let cut = false;
      const add = (form, share) => {
        names.add(form.form);
        cut ||= form.lowest > 1;
        postings(form, (entry, kind, level) => {
          scores.set(entry, (scores.get(entry) || 0) + start.levels[level - 1] * share);
          kinds.set(entry, kind);
        });
      };
      for (const form of await forms(key(word))) {
        if (form.form === word) add(form, 1);
        else if (related(form.form, word)) add(form, 0.5);
      }
      let meant = "";
      if ([...word].length > 2) {
        let more = [];
        if (open || (!scores.size && word.length > 3)) more = await wordsWith(beginningOf(word));
        let longer = open ? more.filter(([other]) => other.startsWith(word) && !names.has(other)).sort(byCommonness).slice(0, 4) : [];
        if (!scores.size && !longer.length && word.length > 3) {
          const most = word.length > 7 ? 2 : 1;
          const near = more.map(([other, often]) => [other, often, distance(word, other, most)]).filter(([, , far]) => far <= most);
          near.sort((one, other) => one[2] - other[2] || byCommonness(one, other));
          if (near.length) [[meant]] = near;
        }
        if (meant) return { ...(await found(meant, false)), meant };
        for (const [other] of longer) {
          for (const form of await forms(key(other))) if (form.form === other) add(form, 0.3);
        }
      }
      const rarity = Math.log(1 + (start.entries - scores.size + 0.5) / (scores.size + 0.5));
      for (const [entry, score] of scores) scores.set(entry, rarity * Math.log2(1 + score / 8));
      return { word, scores, kinds, names, cut, meant };
    };

    const members = async (term) => {
      const entries = new Map();
      for (const form of await forms(term)) postings(form, (entry, kind, level) => entries.set(entry, [kind, level]));
      return entries;
    };

    // asked: { words: text, kind, facets: ["cause:education", ...] }; gives the entries, those that say most first.
    const search = async ({ text, kind, facets }) => {
      const words = [...new Set(tokens(text))].filter((word) => !stop.has(word)).slice(0, WORDS);
      const last = /[\p{L}\p{M}\p{N}]$/u.test(text) ? words.length - 1 : -1;
      const [results, groups] = await Promise.all([
        Promise.all(words.map((word, at) => found(word, at === last))),
        Promise.all(facets.map(members)),
      ]);
      const told = { words, entries: [], names: new Set(results.flatMap((result) => [...result.names])), some: false };
      told.meant = results.filter((result) => result.meant).map((result) => result.meant);
      const totals = new Map();
      const kinds = new Map();
      for (const result of results) {
        for (const [entry, score] of result.scores) {
          const [times, sum] = totals.get(entry) || [0, 0];
          totals.set(entry, [times + 1, sum + score]);
          kinds.set(entry, result.kinds.get(entry));
        }
      }
      if (!words.length && !text.trim()) {
        for (const [entry, [its, year]] of groups[0] || []) {
          totals.set(entry, [0, year]);
          kinds.set(entry, its);
        }
      }
      const admitted = (entry) => groups.every((group) => group.has(entry)) && (!kind || KINDS[kinds.get(entry)] === kind);
      const all = [...totals].filter(([entry]) => admitted(entry));
      // A word of very many entries is not kept of all of them: it sorts, and does not choose.
      const must = results.filter((result) => !result.cut);
      const whole = all.filter(([entry]) => must.every((result) => result.scores.has(entry)));
      told.some = !whole.length && all.length > 0;
      const most = Math.max(0, ...all.map(([, [times]]) => times));
      told.entries = (whole.length ? whole : all.filter(([, [times]]) => times === most))
        .sort(([one, [, a]], [other, [, b]]) => b - a || other - one)
        .map(([entry]) => entry);
      return told;
    };

    // What a result shows of an entry.
    const entry = async (number) => {
      const member = Math.floor(number / ENTRIES);
      const block = member >>> (start.memberBits - start.blockBits);
      const [slug, name, prefix, docs] = (await chunk("d", block))[member];
      const [path, kind, title, date = "", when = "", organization = "", place = "", lead = "", language = ""] = docs[number % ENTRIES];
      const address = path.startsWith("/") ? path.slice(1) : prefix + path;
      return { slug, name, address, kind: KINDS[kind], title, date, when, organization, place, lead, language };
    };

    // Says whether a piece of a text is one of the words that were found.
    const says = (piece, told) => tokens(piece).some((word) => told.names.has(word));

    return { search, entry, says, entries: start.entries };
  };

  globalThis.kiprahIndex = { folded, tokens, hash, stems, loader, opened };
})();
