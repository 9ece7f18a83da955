// What is done with an entry as a whole: another address, removal; and what was removed.
import { html, useEffect, useId, useRef, useState } from "./own-hooks.js";
import * as api from "./api.js";
import { Fold } from "./fold.js";
import { go } from "./list.js";
import { shownTime, t } from "./words.js";

const why = (error) => [error.content?.refused || t("not-saved-now"), error.content?.hint].filter(Boolean).join(" ");
const PAGES = { activity: "activities/", reflection: "reflections/", testimonial: "", page: "", selection: "for/", event: "events/" };
// As the server makes it of the same words, but for letters that it knows better.
const slugged = (text) => text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");

export function Whole({ file, path, title, onGone }) {
  const [open, setOpen] = useState("");
  const [plan, setPlan] = useState(null);
  const [wrong, setWrong] = useState("");
  const ask = async (name) => {
    if (open === name) return setOpen("");
    setWrong("");
    await file.save();
    try {
      setPlan(await api.readEntry(path));
      setOpen(name);
    } catch (error) {
      setWrong(why(error));
    }
  };
  const done = { file, path, plan, title, onClose: () => setOpen(""), onGone, setWrong };
  return html`<section class="whole" aria-label=${title}>
    <p class="in-line">
      <button type="button" class="quiet" aria-expanded=${String(open === "rename")} onClick=${() => ask("rename")}>${t("rename-open")}</button>
      <button type="button" class="quiet danger" aria-expanded=${String(open === "remove")} onClick=${() => ask("remove")}>${t("remove-open")}</button>
    </p>
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
    ${open === "rename" && html`<${Rename} ...${done} />`}
    ${open === "remove" && html`<${Remove} ...${done} />`}
  </section>`;
}

function Rename({ file, path, plan, onClose, onGone, setWrong }) {
  const id = useId("rename");
  const [name, setName] = useState(plan.slug);
  const field = useRef(null);
  useEffect(() => field.current?.select(), []);
  const address = `/${PAGES[file.file.kind]}${slugged(name) || "…"}/`;
  const rename = async (event) => {
    event.preventDefault();
    try {
      const made = await api.renameEntry(path, name);
      if (made.left.length) alert(t("rename-left", { names: made.left.join(", ") }));
      await onGone(made.file);
    } catch (error) {
      setWrong(why(error));
    }
  };
  return html`<form class="notice" onSubmit=${rename}>
    <label for=${id}>${t("rename-name")}</label>
    <input id=${id} ref=${field} value=${name} autocomplete="off" aria-describedby=${`${id}-help`} onInput=${(event) => setName(event.target.value)} />
    <p class="help" id=${`${id}-help`}>${t("rename-how", { address })}</p>
    ${plan.published && html`<p>${t("rename-published")}</p>`}
    ${plan.namedBy.length > 0 && html`<p>${t("rename-named", { names: plan.namedBy.join(", ") })}</p>`}
    <p class="in-line"><button class="button" disabled=${!slugged(name) || slugged(name) === plan.slug}>${t("rename-now")}</button> <button type="button" class="quiet" onClick=${onClose}>${t("keep")}</button></p>
  </form>`;
}

function Remove({ file, path, plan, title, onClose, onGone, setWrong }) {
  const id = useId("remove");
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  const remove = async () => {
    try {
      await api.removeEntry(path, file.file.digest);
      await onGone("");
    } catch (error) {
      setWrong(why(error));
    }
  };
  return html`<div class="notice bad" role="group" aria-labelledby=${id}>
    <h2 id=${id}>${t("remove-title", { title })}</h2>
    <p>${plan.files > 1 ? t("remove-files", { count: plan.files }) : t("remove-file")} ${t("remove-kept")}</p>
    ${plan.published && html`<p>${t("remove-published")}</p>`}
    ${plan.namedBy.length > 0 && html`<p>${t("remove-named-by", { names: plan.namedBy.join(", ") })}</p>`}
    <p class="in-line"><button type="button" class="button plain" ref=${first} onClick=${onClose}>${t("keep")}</button> <button type="button" class="button danger" onClick=${remove}>${t("remove-now")}</button></p>
  </div>`;
}

export function Removed({ refresh, count }) {
  const [kept, setKept] = useState([]);
  const [sure, setSure] = useState("");
  const [wrong, setWrong] = useState("");
  const read = () => api.readRemoved().then((found) => setKept(found.removed), () => setKept([]));
  useEffect(() => void read(), [count]);
  if (!kept.length) return null;
  const tried = (work) => work.then(
    () => (setSure(""), setWrong(""), read(), refresh()),
    (error) => setWrong(why(error)),
  );
  return html`<${Fold} kind="removed" words=${html`${t("removed")} <span class="count">${kept.length}</span>`}>
    <p class="help">${t("removed-how")}</p>
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
    <ul class="rows">
      ${kept.map((one) => {
        const name = one.path.replace(/(\/index)?\.md$/, "").split("/").pop().replace(/^\d{4}(-\d\d){0,2}-/, "").replaceAll("-", " ");
        return html`<li class="row in-line" key=${one.number}>
          <span class="grow">${name} <small>${shownTime(one.removed)}</small></span>
          ${sure === one.number
            ? html`<span>${t("forget-sure")}</span>
                <button type="button" class="button danger" onClick=${() => tried(api.forgetRemoved(one.number))}>${t("forget-removed")}</button>
                <button type="button" class="quiet" onClick=${() => setSure("")}>${t("keep")}</button>`
            : html`<button type="button" class="button plain" aria-label=${t("bring-back-named", { name })} onClick=${() => tried(api.bringBack(one.number).then((made) => go(made.file)))}>${t("bring-back")}</button>
                <button type="button" class="quiet" aria-label=${t("forget-removed-named", { name })} onClick=${() => setSure(one.number)}>${t("forget-removed")}</button>`}
        </li>`;
      })}
    </ul>
  <//>`;
}
