// Values of forms: texts, lists and keys; what is empty says nothing.
export const isNothing = (value) =>
  value === undefined || value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);

export const same = (one, other) => JSON.stringify(pruned(one) ?? null) === JSON.stringify(pruned(other) ?? null);

export function pruned(value) {
  if (Array.isArray(value)) return value.map((one) => pruned(one) ?? "");
  if (value && typeof value === "object") {
    const inner = Object.entries(value).map(([key, one]) => [key, pruned(one)]);
    const kept = inner.filter(([, one]) => !isNothing(one)).sort(([one], [other]) => (one < other ? -1 : 1));
    return kept.length ? Object.fromEntries(kept) : undefined;
  }
  return typeof value === "string" ? value.trim() : (value ?? undefined);
}

// What differs from the file, as the server takes it: null removes a key.
export function changesOf(base, values) {
  const keys = new Set([...Object.keys(base), ...Object.keys(values)]);
  const changed = [...keys].filter((key) => !same(base[key], values[key]));
  return Object.fromEntries(changed.map((key) => [key, isNothing(pruned(values[key])) ? null : values[key]]));
}

// A group whose one text may stand alone (`organization: Rumah Pelangi`).
export const opened = (value, short) => (typeof value === "string" ? { [short]: value } : (value ?? {}));

export function closed(value, short, before) {
  const keys = Object.keys(value).filter((key) => !isNothing(value[key]));
  if (!keys.length) return undefined;
  return short && keys.length === 1 && keys[0] === short && typeof before !== "object" ? value[short] : value;
}

// Three values, and who changed what: for the view of a conflict.
export function merged(base, mine, theirs) {
  const keys = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  const values = {};
  const both = [];
  for (const key of keys) {
    const isMine = !same(base[key], mine[key]);
    const isTheirs = !same(base[key], theirs[key]);
    values[key] = isMine ? mine[key] : theirs[key];
    if (isMine && isTheirs && !same(mine[key], theirs[key])) both.push(key);
  }
  return { values, both };
}
