// Groups of fields, and lists of groups: each row can be moved, removed, and its most important keys come first.
import { html, useId } from "./own-hooks.js";
import { FormField } from "./fields.js";
import { Fold } from "./fold.js";
import { closed, opened } from "./values.js";
import { EvidenceDrop, VideoDrop } from "./upload.js";
import { t } from "./words.js";

// The first of these shows, the others fold.
const SHOWN = { organization: ["name"], photo: [], brand: ["color"] };

export function Group({ field, value, before, onChange, at, form }) {
  const own = opened(value, field.short);
  // Sveltia CMS, where it edits the site too, drops a text that stands for keys.
  const set = (key, one) => onChange(closed({ ...own, [key]: one }, form.state.longForm ? "" : field.short, before));
  const shown = SHOWN[field.name];
  const first = field.fields.filter((one) => !shown || shown.includes(one.name));
  const rest = field.fields.filter((one) => !first.includes(one));
  const isAlone = (one) => first.length === 1 && one === first[0];
  const inner = (one) => html`<${FormField} key=${one.name} field=${isAlone(one) ? { ...one, help: "", label: field.label, required: false } : one} bare=${isAlone(one)} value=${own[one.name]} before=${opened(before, field.short)[one.name]} onChange=${(typed) => set(one.name, typed)} at=${typeof value === "string" ? (one.name === field.short ? at : `${at}.${one.name}`) : `${at}.${one.name}`} form=${nearer(form, field, one)} />`;
  return html`<div class="group">
    ${first.map(inner)}
    ${rest.length > 0 && html`<${Fold} kind="small" words=${t("more-about", { what: field.label })}>${rest.map(inner)}<//>`}
  </div>`;
}

// Names to propose for a group's own name are those of the group.
const nearer = (form, group, field) =>
  field.name === group.short && form.state.proposals[group.name]
    ? { ...form, state: { ...form.state, proposals: { ...form.state.proposals, [field.name]: form.state.proposals[group.name] } } }
    : form;

export function Rows({ field, value, before, onChange, at, form }) {
  const rows = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const id = useId("rows");
  const set = (index, key, one) => onChange(rows.map((row, other) => (other === index ? { ...opened(row, field.short), [key]: one } : row)));
  const move = (index, to) => {
    const next = [...rows];
    next.splice(to, 0, ...next.splice(index, 1));
    onChange(next);
  };
  const add = () => {
    onChange([...rows, STARTS[field.name] ?? {}]);
    setTimeout(() => document.querySelector(`#${id} > li:last-of-type :is(input, select, textarea)`)?.focus());
  };
  return html`
    <ol class="rows" id=${id}>
      ${rows.map((row, index) => {
        const own = opened(row, field.short);
        return html`<li class="row" key=${index}>
          <div class="row-fields">
            ${field.fields.filter((one) => isAsked(field, one, own)).map(
              (one) => html`<${FormField} key=${one.name} field=${one} value=${own[one.name]} before=${opened(before?.[index], field.short)[one.name]} onChange=${(typed) => set(index, one.name, typed)} at=${`${at}.${index}.${one.name}`} form=${form} />`,
            )}
          </div>
          <p class="row-tools">
            <button type="button" class="quiet" disabled=${index === 0} aria-label=${t("move-up", { what: `${field.label} ${index + 1}` })} onClick=${() => move(index, index - 1)}>↑</button>
            <button type="button" class="quiet" disabled=${index === rows.length - 1} aria-label=${t("move-down", { what: `${field.label} ${index + 1}` })} onClick=${() => move(index, index + 1)}>↓</button>
            <button type="button" class="quiet" aria-label=${t("remove-named", { name: `${field.label} ${index + 1}` })} onClick=${() => onChange(rows.filter((_, other) => other !== index))}>${t("remove")}</button>
          </p>
        </li>`;
      })}
    </ol>
    ${rows.length < (field.most || 1000) && html`<button type="button" class="button plain" onClick=${add}>${t(`add-${field.name}`) === `add-${field.name}` ? t("add") : t(`add-${field.name}`)}</button>`}
    ${field.name === "evidence" && html`<${EvidenceDrop} form=${form} />`}
    ${field.name === "videos" && html`<${VideoDrop} form=${form} />`}
  `;
}

// What a fresh row says before anybody typed.
const STARTS = { impact: { source: "self" }, evidence: { kind: "link" } };

// Evidence is a link or a file: only the key that fits is asked for.
const isAsked = (field, one, own) => field.name !== "evidence" || !((one.name === "file" && (own.kind === "link" || own.url)) || (one.name === "url" && own.file));
