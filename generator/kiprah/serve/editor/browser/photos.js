// Photos: one card each, with what is said of it, its place among the others, its focus and what it hides.
import { html, useEffect, useRef, useState } from "./own-hooks.js";
import * as api from "./api.js";
import { FormField } from "./fields.js";
import { Focus } from "./focus.js";
import { Fold } from "./fold.js";
import { Hide } from "./hide.js";
import { Drop, useDropAnywhere, useUploads } from "./upload.js";
import { closed, opened } from "./values.js";
import { t } from "./words.js";

const ACCEPT = "image/*,.heic,.heif,.avif";
const FIRST = ["alt", "people", "consent"];
const AGAIN = 4000;
const THEN = ["caption", "credit", "consent_until"];

export function Photos({ field, value, before, onChange, at, form }) {
  const photos = Array.isArray(value) ? value : [];
  const uploads = useUploads(form, field.name);
  useDropAnywhere(uploads);
  const set = (index, photo) => onChange(photos.map((one, other) => (other === index ? photo : one)));
  const move = (index, to) => {
    if (to < 0 || to >= photos.length) return;
    const next = [...photos];
    next.splice(to, 0, ...next.splice(index, 1));
    onChange(next);
    setTimeout(() => document.querySelector(`[data-photo="${CSS.escape(opened(photos[index], "file").file)}"] .handle`)?.focus());
  };
  const listed = new Set(photos.map((one) => opened(one, "file").file));
  const others = field.name === "photos" ? form.file.beside.filter((name) => !listed.has(name) && name !== form.portrait) : [];
  return html`
    <ol class="photos">
      ${photos.map(
        (photo, index) => html`<${PhotoCard} key=${opened(photo, "file").file} field=${field} photo=${opened(photo, "file")} index=${index} count=${photos.length} at=${`${at}.${index}`} form=${form}
          before=${before?.[index]} onChange=${(one) => set(index, closed(one, "file", photo))} onMove=${(to) => move(index, to)} onRemove=${() => onChange(photos.filter((_, other) => other !== index))} />`,
      )}
    </ol>
    <${Drop} uploads=${uploads} label=${t(photos.length ? "photos-more" : "photos-choose")} how=${t("photos-how")} accept=${ACCEPT} camera=${true} />
    ${others.length > 0 &&
    html`<div class="others"><p class="help">${t("photos-beside")}</p>
      ${others.map((name) => html`<button type="button" class="other" onClick=${() => onChange([...photos, { file: name, consent: "pending" }])}><img src=${api.picture(form.path(), name, { size: "small" })} alt="" width="64" height="64" /> ${t("photos-take", { name })}</button>`)}
    </div>`}
  `;
}

export function Portrait({ field, value, onChange, at, form }) {
  const uploads = useUploads(form, field.name);
  const photo = value === undefined ? null : opened(value, "file");
  return html`
    ${photo?.file && html`<ol class="photos"><${PhotoCard} field=${field} photo=${photo} index=${0} count=${1} at=${at} form=${form} onChange=${(one) => onChange(closed(one, "file", value))} onRemove=${() => onChange(undefined)} /></ol>`}
    <${Drop} uploads=${uploads} label=${t(photo ? "portrait-other" : "portrait-choose")} how=${t("portrait-how")} accept=${ACCEPT} multiple=${false} camera=${true} />
  `;
}

function PhotoCard({ field, photo, index, count, at, form, before, onChange, onMove, onRemove }) {
  const [tool, setTool] = useState("");
  const card = useRef(null);
  const held = form.file.found?.held?.find((one) => one.name === photo.file);
  const name = t("photo-number", { number: index + 1 });
  const boxes = Array.isArray(photo.hide) ? photo.hide : [];
  const set = (key, one) => onChange({ ...photo, [key]: one });
  const isAsked = (key) => !(key === "consent" && photo.people === "none") && !(key === "consent_until" && !["yes", "guardian"].includes(photo.consent));
  const inner = (keys) =>
    keys.filter(isAsked).map((key) => field.fields.find((one) => one.name === key)).filter(Boolean).map(
      (one) => html`<${FormField} key=${one.name} field=${narrowed(one, photo)} value=${photo[one.name]} before=${before?.[one.name]} onChange=${(typed) => (one.name === "people" ? onChange(withPeople(photo, typed)) : set(one.name, typed))} at=${`${at}.${one.name}`} form=${form} />`,
    );
  const isWrong = THEN.some((key) => form.problems.some((one) => one.field === `${at}.${key}` && one.level === "error"));
  return html`
    <li class="photo-card" ref=${card} data-photo=${photo.file} aria-label=${name}>
      <div class="photo-side">
        <${Picture} source=${api.picture(form.path(), photo.file, { size: "small", ...(boxes.length && { hide: JSON.stringify(boxes) }) })} alt=${photo.alt || t("photo-no-alt", { name: photo.file })} />
        ${count > 1 &&
        html`<p class="photo-order">
          <button type="button" class="handle" aria-label=${t("photo-move", { name, count })} title=${t("photo-move-how")}
            onKeyDown=${(event) => (event.key === "ArrowUp" || event.key === "ArrowLeft" ? (event.preventDefault(), onMove(index - 1)) : event.key === "ArrowDown" || event.key === "ArrowRight" ? (event.preventDefault(), onMove(index + 1)) : null)}
            onPointerDown=${(event) => dragged(event, card.current, index, onMove)}>⠿</button>
          <button type="button" class="quiet" disabled=${!index} aria-label=${t("move-up", { what: name })} onClick=${() => onMove(index - 1)}>↑</button>
          <button type="button" class="quiet" disabled=${index === count - 1} aria-label=${t("move-down", { what: name })} onClick=${() => onMove(index + 1)}>↓</button>
        </p>`}
      </div>
      <div class="photo-fields">
        ${held && html`<p class="notice small">${t("photo-held")} ${held.reason}</p>`}
        ${inner(FIRST)}
        <${Fold} kind="small" words=${t("photo-more")} open=${isWrong}>${inner(THEN)}<//>
        <p class="photo-tools">
          <button type="button" class="button plain" aria-expanded=${String(tool === "hide")} onClick=${() => setTool(tool === "hide" ? "" : "hide")}>${t("hide-open")}${boxes.length ? ` (${boxes.length})` : ""}</button>
          <button type="button" class="button plain" aria-expanded=${String(tool === "focus")} onClick=${() => setTool(tool === "focus" ? "" : "focus")}>${t("focus-open")}</button>
          <button type="button" class="quiet" onClick=${onRemove}>${t("photo-remove")}</button>
        </p>
        ${tool === "hide" && html`<${Hide} form=${form} photo=${photo} onChange=${(one) => set("hide", one)} />`}
        ${tool === "focus" && html`<${Focus} form=${form} photo=${photo} onChange=${(one) => set("focus", one)} />`}
      </div>
    </li>
  `;
}

// A picture that did not come, since the connection was lost, is asked for again.
function Picture({ source, alt }) {
  const [tries, setTries] = useState(0);
  const again = useRef(0);
  useEffect(() => () => clearTimeout(again.current), []);
  return html`<img src=${tries ? `${source}&try=${tries}` : source} alt=${alt} onError=${() => (again.current = setTimeout(() => setTries(tries + 1), AGAIN))} />`;
}

// Who is in it decides who may agree: nobody need be asked where nobody is seen, and children's guardians are.
function withPeople(photo, people) {
  if (people === "none") return { ...photo, people, consent: undefined, consent_until: undefined };
  const consent = people === "minors" && photo.consent === "yes" ? "pending" : (photo.consent ?? "pending");
  return { ...photo, people, consent };
}

function narrowed(field, photo) {
  if (field.name !== "consent") return field;
  const fits = {
    yes: photo.people !== "minors",
    guardian: photo.people === "minors" || photo.consent === "guardian",
    withdrawn: ["yes", "guardian", "withdrawn"].includes(photo.consent),
  };
  return { ...field, choices: field.choices.filter((one) => fits[one.value] ?? true) };
}

// Drag a card to where another stands.
function dragged(event, card, index, onMove) {
  if (event.button) return;
  const handle = event.currentTarget;
  handle.setPointerCapture(event.pointerId);
  card.classList.add("dragged");
  let to = index;
  const over = ({ clientX, clientY }) => {
    const cards = [...card.parentElement.children];
    cards.forEach((one) => one.classList.remove("target"));
    const found = cards.findIndex((one) => {
      const box = one.getBoundingClientRect();
      return clientY >= box.top && clientY <= box.bottom && clientX >= box.left && clientX <= box.right;
    });
    if (found >= 0) to = found;
    cards[to]?.classList.add("target");
  };
  const end = () => {
    handle.removeEventListener("pointermove", over);
    [...card.parentElement.children].forEach((one) => one.classList.remove("target", "dragged"));
    if (to !== index) onMove(to);
  };
  handle.addEventListener("pointermove", over);
  handle.addEventListener("pointerup", end, { once: true });
  handle.addEventListener("pointercancel", end, { once: true });
}

// The size of a picture once it is there.
export function useSize(source) {
  const [size, setSize] = useState(null);
  useEffect(() => {
    const image = new Image();
    image.onload = () => setSize({ width: image.naturalWidth, height: image.naturalHeight });
    image.src = source;
  }, [source]);
  return size;
}
