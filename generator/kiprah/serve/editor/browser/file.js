// One file in a form: what was read, what was typed, and how the two come together. Nothing typed is ever lost.
import { useCallback, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import * as api from "./api.js";
import { onBuild } from "./live.js";
import { lifted } from "./pressed.js";
import { changesOf, merged, same } from "./values.js";

const PAUSE = 900; // milliseconds without a keystroke, after which a form is saved
const AGAIN = 4000;
const kept = (path) => `kiprah-unsaved:${location.host}:${path}`;

const recalled = (path) => {
  try {
    return JSON.parse(localStorage.getItem(kept(path)));
  } catch {
    return null;
  }
};

const keep = (path, content) => {
  try {
    if (content) localStorage.setItem(kept(path), JSON.stringify(content));
    else localStorage.removeItem(kept(path));
  } catch {
    // A browser that keeps nothing: the form itself still holds it.
  }
};

export const unsavedFiles = () =>
  Object.keys(localStorage).filter((key) => key.startsWith(kept(""))).map((key) => key.slice(kept("").length));

export function useFile(path, onSaved) {
  const [file, setFile] = useState(null); // as it was read: the base of all changes
  const [values, setValues] = useState({});
  const [body, setBody] = useState("");
  const [status, setStatus] = useState("loading");
  const [message, setMessage] = useState("");
  const [conflict, setConflict] = useState(null);
  const now = useRef({});
  now.current = { file, values, body, status, conflict };
  const timer = useRef(0);
  const saving = useRef(null);
  const unanswered = useRef(new Set()); // keys of uploads that may have arrived all the same

  const take = useCallback((read, over = {}) => {
    setFile(read);
    setValues(over.values ?? read.values ?? {});
    setBody(over.body ?? (read.values ? read.body : read.text));
    setStatus(over.status ?? "saved");
  }, []);

  const isChanged = () => {
    const { file: base, values: typed, body: text } = now.current;
    if (!base) return false;
    return text !== (base.values ? base.body : base.text) || Object.keys(changesOf(base.values ?? {}, typed)).length > 0;
  };

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    if (saving.current) await saving.current;
    const { file: base, values: typed, body: text, conflict: open } = now.current;
    if (!base || open || !isChanged()) return;
    const changed = base.values
      ? { digest: base.digest, values: changesOf(base.values, typed), ...(text !== base.body && { body: text }) }
      : { digest: base.digest, text };
    setStatus("saving");
    saving.current = (async () => {
      try {
        const read = await api.saveFile(path, changed);
        await lifted();
        setMessage("");
        const { values: later, body: laterText } = now.current;
        const typedMeanwhile = later !== typed || laterText !== text;
        // What is typed stays as it was typed; the file may have it trimmed.
        take(read, { values: later, body: laterText, status: typedMeanwhile ? "typing" : "saved" });
        if (typedMeanwhile) schedule();
        else keep(path, null);
        onSaved?.(read);
      } catch (error) {
        if (!(error instanceof api.Unsaved)) throw error;
        if (error.status === 409 && wentOn(error.content.conflict)) {
          schedule();
        } else if (error.status === 409) {
          setConflict({ base, theirs: error.content.conflict, ...merged(base.values ?? {}, now.current.values, error.content.conflict.values ?? {}) });
          setStatus("conflict");
        } else {
          setStatus(error.status ? "refused" : "offline");
          setMessage(error.content?.refused ?? "");
          if (!error.status) timer.current = setTimeout(save, AGAIN);
        }
      } finally {
        saving.current = null;
      }
    })();
    await saving.current;
  }, [path]);

  // The file changed by an upload alone whose answer was lost: nobody else did, and nobody has to choose.
  const wentOn = (theirs) => {
    const { file: base, values: mine, body: text } = now.current;
    if (!base.values || !theirs.values || theirs.body !== base.body) return false;
    const keys = Object.keys(changesOf(base.values, theirs.values));
    if (!keys.every((key) => unanswered.current.has(key) && isLonger(base.values[key] ?? [], theirs.values[key]))) return false;
    const next = { ...mine };
    for (const key of keys) next[key] = joined(base.values[key], mine[key], theirs.values[key]);
    take(theirs, { values: next, body: text, status: "typing" });
    now.current = { ...now.current, file: theirs, values: next };
    return true;
  };

  const lost = (key) => unanswered.current.add(key);

  const schedule = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(save, PAUSE);
  };

  const typed = (values_, body_) => {
    const { file: base } = now.current;
    if (!base) return;
    now.current = { ...now.current, values: values_, body: body_ };
    keep(path, isChanged() ? { digest: base.digest, values: changesOf(base.values ?? {}, values_), body: body_ } : null);
    setStatus("typing");
    schedule();
  };

  const change = (key, value) => {
    const next = { ...now.current.values, [key]: value };
    setValues(next);
    typed(next, now.current.body);
  };

  const changeBody = (text) => {
    setBody(text);
    typed(now.current.values, text);
  };

  // What the server wrote itself (a photo it took in): the form goes on from there, what is typed stays.
  const accept = (read, key) => {
    const { file: base, values: mine } = now.current;
    if (read.digestBefore && base.digest !== read.digestBefore) return; // the next save shows both
    const next = { ...mine, [key]: joined(base.values[key], mine[key], read.values[key]) };
    setFile(read);
    setValues(next);
    now.current = { ...now.current, file: read, values: next };
    setStatus(isChanged() ? "typing" : "saved");
    onSaved?.(read);
  };

  const resolve = (values_, body_) => {
    const { theirs } = conflict;
    setConflict(null);
    setFile(theirs);
    setValues(values_);
    setBody(body_);
    now.current = { ...now.current, file: theirs, values: values_, body: body_, conflict: null };
    typed(values_, body_);
  };

  // The file is no more under this name: nothing of it is to be saved again.
  const forget = () => {
    clearTimeout(timer.current);
    now.current = { ...now.current, file: null };
    keep(path, null);
  };

  const reload = async () => take(await api.readFile(path));

  useEffect(() => {
    let left = false;
    setStatus("loading");
    setConflict(null);
    api.readFile(path).then(
      (read) => {
        if (left) return;
        const unsaved = recalled(path);
        if (!unsaved) return take(read);
        const values_ = { ...read.values };
        for (const [key, value] of Object.entries(unsaved.values ?? {})) values_[key] = value ?? undefined;
        take(read, { values: values_, body: unsaved.body, status: "typing" });
        now.current = { ...now.current, file: read, values: values_, body: unsaved.body };
        if (unsaved.digest === read.digest) return schedule();
        const both = merged({}, values_, read.values ?? {});
        setConflict({ base: { ...read, values: {}, body: "" }, theirs: read, ...both, values: values_ });
        setStatus("conflict");
      },
      (error) => setStatus(error.status === 404 ? "missing" : "offline"),
    );
    return () => {
      left = true;
      if (isChanged()) save();
    };
  }, [path]);

  useEffect(
    () =>
      onBuild(async () => {
        const found = await api.readFound(path).catch(() => null);
        if (!found) return;
        await lifted();
        const { file: base, conflict: open } = now.current;
        if (base && found.digest !== base.digest && !saving.current && !isChanged() && !open) return reload();
        setFile((old) => old && { ...old, found: found.found });
      }),
    [path],
  );

  useEffect(() => {
    // A phone puts a page aside without asking.
    const leave = () => document.visibilityState === "hidden" && isChanged() && save();
    document.addEventListener("visibilitychange", leave);
    return () => document.removeEventListener("visibilitychange", leave);
  }, [path]);

  return { file, values, body, status, message, conflict, change, changeBody, accept, resolve, save, reload, take, forget, lost };
}

// What stood there stands there still, in its order; the rest is new.
const isLonger = (before, after) => Array.isArray(before) && Array.isArray(after) && same(before, after.slice(0, before.length));

// A list to which the server added while this page changed it too.
function joined(before, mine, theirs) {
  if (!Array.isArray(theirs)) return theirs;
  const old = new Set((before ?? []).map((one) => JSON.stringify(one)));
  return [...(mine ?? []), ...theirs.filter((one) => !old.has(JSON.stringify(one)))];
}
