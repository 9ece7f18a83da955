// The site's own data: texts, lists and groups of keys, as deep as the file has them; and the options of a theme.
import { html, useId, useState } from "./own-hooks.js";
import { Group } from "./rows.js";
import { t } from "./words.js";

const START = { text: "", list: [""], group: {} };
const DEEPEST = 8; // what a form sends may be a little deeper
const kindOf = (value) => (Array.isArray(value) ? "list" : value && typeof value === "object" ? "group" : "text");
const without = (own, key) => Object.fromEntries(Object.entries(own).filter(([other]) => other !== key));

export function FreeControl({ field, value, onChange }) {
  return kindOf(value) === "group" || value === undefined || value === ""
    ? html`<${Keys} own=${value || {}} onChange=${onChange} depth=${0} />`
    : html`<${Value} label=${field.label} value=${value} onChange=${onChange} onRemove=${() => onChange(undefined)} depth=${0} />`;
}

export function OptionsControl(props) {
  const { field, value, onChange } = props;
  const own = kindOf(value) === "group" ? value : {};
  const declared = new Set(field.fields.map((one) => one.name));
  const others = Object.fromEntries(Object.entries(own).filter(([key]) => !declared.has(key)));
  const change = (typed) => onChange({ ...Object.fromEntries(Object.entries(own).filter(([key]) => declared.has(key))), ...typed });
  return html`
    ${field.fields.length > 0 && html`<${Group} ...${props} value=${own} />`}
    ${Object.keys(others).length > 0 && html`<${Keys} own=${others} onChange=${change} depth=${0} fixed=${true} />`}
  `;
}

function Keys({ own, onChange, depth, fixed = false }) {
  return html`<div class="free">
    ${Object.entries(own).map(([key, one]) => html`<${Value} key=${key} label=${key} value=${one} depth=${depth} onChange=${(typed) => onChange({ ...own, [key]: typed })} onRemove=${() => onChange(without(own, key))} />`)}
    ${!fixed && html`<${AddKey} names=${Object.keys(own)} deep=${depth < DEEPEST} onAdd=${(name, kind) => onChange({ ...own, [name]: START[kind] })} />`}
  </div>`;
}

function Value({ label, value, onChange, onRemove, depth }) {
  const id = useId("free");
  const remove = html`<button type="button" class="quiet" aria-label=${t("remove-named", { name: label })} onClick=${onRemove}>${t("remove")}</button>`;
  const kind = kindOf(value);
  if (kind === "text") {
    const text = String(value ?? "");
    const isLong = text.length > 60 || text.includes("\n");
    const common = { id, value: text, autocomplete: "off", onInput: (event) => onChange(event.target.value) };
    return html`<div class="field free-text"><label for=${id}>${label}</label><div class="in-line">
      ${isLong ? html`<textarea rows="3" ...${common}></textarea>` : html`<input ...${common} />`}${remove}
    </div></div>`;
  }
  return html`<fieldset class="field set free-set">
    <legend>${label}</legend>
    ${kind === "group"
      ? html`<${Keys} own=${value} onChange=${onChange} depth=${depth + 1} />`
      : html`${value.map((one, index) => html`<${Value} key=${index} label=${`${label} ${index + 1}`} value=${one} depth=${depth + 1} onChange=${(typed) => onChange(value.map((old, other) => (other === index ? typed : old)))} onRemove=${() => onChange(value.filter((_, other) => other !== index))} />`)}
          <p class="in-line">${["text", ...(depth + 1 < DEEPEST ? ["group"] : [])].map((one) => html`<button type="button" class="button plain" key=${one} onClick=${() => onChange([...value, START[one]])}>${t(`free-add-${one}`)}</button>`)}</p>`}
    <p>${remove}</p>
  </fieldset>`;
}

function AddKey({ names, deep, onAdd }) {
  const id = useId("free-name");
  const [name, setName] = useState("");
  const wanted = name.trim();
  const isFree = wanted && !names.includes(wanted);
  const add = (kind) => {
    if (!isFree) return document.getElementById(id)?.focus();
    onAdd(wanted, kind);
    setName("");
  };
  return html`<div class="free-add">
    <label for=${id}>${t("free-name")}</label>
    <input id=${id} value=${name} autocomplete="off" placeholder=${t("free-name-how")} aria-invalid=${wanted && !isFree ? "true" : undefined} onInput=${(event) => setName(event.target.value)} onKeyDown=${(event) => event.key === "Enter" && (event.preventDefault(), add("text"))} />
    <span class="in-line" role="group" aria-label=${t("free-kind")}>
      ${["text", ...(deep ? ["list", "group"] : [])].map((kind) => html`<button type="button" class="button plain" key=${kind} onClick=${() => add(kind)}>${t(`free-add-${kind}`)}</button>`)}
    </span>
  </div>`;
}
