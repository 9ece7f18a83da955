// One field of a form: its label, its help, what is wrong with it, and the control that its type needs.
import { html, useEffect, useId, useRef, useState } from "./own-hooks.js";
import { FreeControl, OptionsControl } from "./free.js";
import { Group, Rows } from "./rows.js";
import { Photos, Portrait } from "./photos.js";
import { languageName, t } from "./words.js";

// `at` is the field's place in the file (`impact.0.what`), by which problems find it.
export function FormField({ field, value, before, onChange, at, form, bare = false }) {
  const id = useId("field");
  const problems = form.problems.filter((one) => one.field === at || (isWhole(field) && one.field.startsWith(`${at}.`)));
  const isBad = problems.some((one) => one.level === "error");
  const described = [field.help && `${id}-help`, problems.length && `${id}-wrong`].filter(Boolean).join(" ") || undefined;
  const Control = CONTROLS[field.control] ?? TextControl;
  const isSet = GROUPED.has(field.control);
  const inner = html`<${Control} ...${{ id, field, value, before, onChange, at, form, described, isBad }} />`;
  const help = field.help && html`<p class="help" id=${`${id}-help`}>${field.help}</p>`;
  const wrong = problems.length > 0 && html`<div class="wrong" id=${`${id}-wrong`} role="alert">${problems.map((one) => html`<${Problem} problem=${one} />`)}</div>`;
  if (field.control === "flag") return html`<div class="field flag" data-at=${at}>${inner}${help}${wrong}</div>`;
  return isSet
    ? html`<fieldset class=${`field set ${isBad ? "bad" : ""}`} data-at=${at} aria-describedby=${described}><legend class=${bare ? "unseen" : undefined}>${field.label}</legend>${help}${wrong}${inner}</fieldset>`
    : html`<div class=${`field ${isBad ? "bad" : ""}`} data-at=${at}>
        <label for=${id} class=${bare ? "unseen" : undefined}>${field.label}${field.required ? html` <span class="needed">${t("needed")}</span>` : ""}</label>
        ${help}${inner}${wrong}
      </div>`;
}

export function Problem({ problem }) {
  return html`<p class=${`problem ${problem.level}`}>${problem.message}${problem.hint && html` <span class="hint">${problem.hint}</span>`}</p>`;
}

const isWhole = (field) => !["rows", "group", "options", "photos", "portrait"].includes(field.control);
const GROUPED = new Set(["choice", "choices", "group", "rows", "photos", "portrait", "free", "options"]);

function TextControl({ id, field, value, onChange, at, form, described, isBad }) {
  const names = proposed(form, at, field.name);
  const kinds = { url: "url", email: "email" };
  const isLong = field.control === "long";
  const text = typeof value === "string" ? value : "";
  const common = {
    id,
    value: text,
    maxlength: field.longest || undefined,
    "aria-describedby": described,
    "aria-invalid": isBad ? "true" : undefined,
    required: field.required,
    placeholder: ["number", "hours"].includes(field.control) ? field.usual : undefined,
    onInput: (event) => onChange(event.target.value),
  };
  if (isLong) return html`<textarea rows="2" ...${common} ref=${grow}></textarea>`;
  const modes = { hours: "decimal", number: "decimal", url: "url", email: "email" };
  return html`
    <input type=${kinds[field.control] ?? "text"} inputmode=${modes[field.control]} autocomplete="off" list=${names.length ? `${id}-list` : undefined} ...${common} />
    ${names.length > 0 && html`<datalist id=${`${id}-list`}>${names.map((one) => html`<option value=${one.value}>${one.label ?? ""}</option>`)}</datalist>`}
  `;
}

const grow = (area) => {
  if (!area) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
};

// A text of several lines, which keeps what is typed as it is typed, and grows with it.
export function TextBox({ text, onChange, rows = 5, ...more }) {
  const [typed, setTyped] = useState(text);
  const area = useRef(null);
  useEffect(() => {
    if (typed.trim() !== text.trim()) setTyped(text);
  }, [text]);
  useEffect(() => grow(area.current), [typed]);
  return html`<textarea ref=${area} rows=${rows} value=${typed} onInput=${(event) => (setTyped(event.target.value), onChange(event.target.value))} ...${more}></textarea>`;
}

// A comma is what most keyboards here have for a decimal point; the file has a point.
function HoursControl(props) {
  return html`<${TextControl} ...${props} onChange=${(typed) => props.onChange(typed.replace(/^(\d+),(\d*)$/, "$1.$2"))} />`;
}

// A whole day has a calendar; a month or a year alone is written.
function DayControl(props) {
  const { id, value = "", onChange, described, isBad, field } = props;
  const isDay = !value || /^\d{4}-\d{2}-\d{2}$/.test(value);
  const [written, setWritten] = useState(!isDay);
  if (written) return html`<${TextControl} ...${props} /><p class="help"><button type="button" class="quiet" onClick=${() => setWritten(false)} disabled=${!isDay}>${t("day-choose")}</button></p>`;
  return html`<div class="in-line">
    <input type="date" id=${id} value=${value} required=${field.required} aria-describedby=${described} aria-invalid=${isBad ? "true" : undefined} min="1900-01-01" max="2199-12-31" onInput=${(event) => onChange(event.target.value)} />
    ${field.partial && html`<button type="button" class="quiet" onClick=${() => setWritten(true)}>${t("day-write")}</button>`}
  </div>`;
}

// A language has a name; the file has its code. Of the thousands that are not offered the code is written.
function LanguageControl(props) {
  const { id, field, value = "", onChange, at, form, described, isBad } = props;
  const [written, setWritten] = useState(false);
  if (written) return html`<${TextControl} ...${props} />`;
  const names = proposed(form, at, field.name);
  const own = value && !names.some((one) => one.value === value) ? [{ value, label: languageName(value) }] : [];
  const choose = ({ target }) => {
    if (target.value !== OTHER) return onChange(target.value || undefined);
    setWritten(true);
    setTimeout(() => document.getElementById(id)?.select());
  };
  return html`<select id=${id} value=${value} aria-describedby=${described} aria-invalid=${isBad ? "true" : undefined} onChange=${choose}>
    ${!field.required && html`<option value="">${t("choose-none")}</option>`}
    ${[...names, ...own].map((one) => html`<option value=${one.value}>${one.label}</option>`)}
    <option value=${OTHER}>${t("language-write")}</option>
  </select>`;
}

const OTHER = "…";

// A colour is pointed at, or written as the six signs that somebody was given.
function ColorControl(props) {
  const { field, value, onChange } = props;
  const shown = /^#[0-9a-f]{6}$/i.test(value ?? "") ? value : field.usual || "#0f766e";
  return html`<div class="in-line color">
    <input type="color" value=${shown} aria-label=${t("color-choose", { what: field.label })} onInput=${(event) => onChange(event.target.value)} />
    <${TextControl} ...${props} />
  </div>`;
}

function FlagControl({ id, field, value, before, onChange, described }) {
  // A line that is there says no; one that is not need not be written to say it.
  const usual = field.usual === "true";
  const set = (on) => onChange(on !== usual || before !== undefined ? String(on) : undefined);
  return html`<label class="check" for=${id}>
    <input type="checkbox" id=${id} checked=${value === undefined ? usual : value === "true"} aria-describedby=${described} onChange=${(event) => set(event.target.checked)} />
    <span>${field.label}</span>
  </label>`;
}

function ChoiceControl({ id, field, value, onChange, isBad }) {
  const first = field.usual || DEFAULTS[field.name];
  const chosen = value || first || "";
  // What a file says may be none of those that are offered: it stays.
  const own = value && !field.choices.some((one) => one.value === value) ? [{ value, label: value }] : [];
  return html`<div class=${`choices ${field.choices.some((one) => one.note) ? "told" : ""}`} role="radiogroup" aria-label=${field.label} aria-invalid=${isBad ? "true" : undefined}>
    ${[...field.choices, ...own].map(
      (one) => html`<label class="choice" key=${one.value}>
        <input type="radio" name=${id} value=${one.value} checked=${chosen === one.value} onChange=${() => onChange(one.value)} />
        <span><b>${one.label}</b>${one.note && html`<small>${one.note}</small>`}</span>
      </label>`,
    )}
    ${value && !first && !ANSWERED.has(field.name) && html`<button type="button" class="quiet" onClick=${() => onChange(undefined)}>${t("choose-none")}</button>`}
  </div>`;
}

// Who is asked about somebody else gives an answer, or says that there is none yet.
const ANSWERED = new Set(["people", "consent", "source", "kind"]);

// What counts where nothing is said.
const DEFAULTS = { hours_are: "counted" };

function ChoicesControl({ field, value, onChange }) {
  // Nothing said: what counts then is what is ticked.
  const chosen = Array.isArray(value) ? value : value ? [value] : (field.usual ?? "").split(" ").filter(Boolean);
  const set = (word, on) => onChange(on ? [...chosen, word] : chosen.filter((one) => one !== word));
  return html`<div class="choices">
    ${field.choices.map(
      (one) => html`<label class="choice" key=${one.value}>
        <input type="checkbox" checked=${chosen.includes(one.value)} onChange=${(event) => set(one.value, event.target.checked)} />
        <span><b>${one.label}</b>${one.note && html`<small>${one.note}</small>`}</span>
      </label>`,
    )}
  </div>`;
}

function TermsControl({ id, field, value, onChange, at, form, described, isBad }) {
  const [typed, setTyped] = useState("");
  const terms = Array.isArray(value) ? value : value ? [value] : [];
  const names = proposed(form, at, field.name);
  const label = (term) => (typeof term === "string" ? (names.find((one) => one.value === term)?.label ?? term) : "…");
  const known = (text) => names.find((one) => (one.label ?? "").toLowerCase() === text.toLowerCase())?.value ?? text;
  const add = (text) => {
    const fresh = text.split(/[,;\n]/).map((one) => known(one.trim())).filter((one) => one && !terms.includes(one));
    setTyped("");
    if (fresh.length) onChange([...terms, ...fresh].slice(0, field.most || undefined));
  };
  const offered = names.filter((one) => !terms.includes(one.value)).slice(0, 8);
  return html`
    <div class="terms">
      <ul aria-label=${field.label}>
        ${terms.map(
          (term, index) => html`<li key=${index}><span>${label(term)}</span>
            <button type="button" aria-label=${t("remove-named", { name: label(term) })} onClick=${() => onChange(terms.filter((_, other) => other !== index))}>×</button></li>`,
        )}
      </ul>
      <input id=${id} value=${typed} autocomplete="off" list=${names.length ? `${id}-list` : undefined} enterkeyhint="done" aria-describedby=${described} aria-invalid=${isBad ? "true" : undefined}
        placeholder=${terms.length ? "" : field.usual || t("terms-how")}
        onInput=${(event) => (/[,;]/.test(event.target.value) || names.some((one) => one.value === event.target.value && event.inputType === "insertReplacementText") ? add(event.target.value) : setTyped(event.target.value))}
        onKeyDown=${(event) => event.key === "Enter" && (event.preventDefault(), add(typed))}
        onBlur=${() => typed.trim() && add(typed)} />
      <datalist id=${`${id}-list`}>${names.map((one) => html`<option value=${one.label ?? one.value}></option>`)}</datalist>
    </div>
    ${offered.length > 0 && html`<p class="offers">${offered.map((one) => html`<button type="button" class="offer" onClick=${() => add(one.value)}>+ ${one.label ?? one.value}</button>`)}</p>`}
  `;
}

const ALIKE = { participants: "member", featured: "member" };

// Names to propose: for this key of this kind of file, else for whatever is called so.
const proposed = (form, at, name) => {
  const { proposals } = form.state;
  return proposals[`${form.file.kind}.${at}`] ?? proposals[name] ?? proposals[ALIKE[name]] ?? [];
};

function FileControl({ id, field, value, onChange, at, form, described }) {
  const lying = { videos: form.file.videos, evidence: form.file.proofs }[field.name === "file" ? at.split(".")[0] : ""] ?? form.file.beside;
  const names = [...new Set([...lying, ...(value ? [value] : [])])];
  if (form.file.kind === "member") return html`<${TextControl} ...${{ id, field, value, onChange, at, form, described }} />`;
  return html`<select id=${id} value=${value ?? ""} aria-describedby=${described} onChange=${(event) => onChange(event.target.value || undefined)}>
    <option value="">${t("choose-none")}</option>
    ${names.map((name) => html`<option value=${name}>${name}</option>`)}
  </select>`;
}

const CONTROLS = {
  hours: HoursControl,
  day: DayControl,
  flag: FlagControl,
  choice: ChoiceControl,
  choices: ChoicesControl,
  terms: TermsControl,
  numbers: TermsControl,
  file: FileControl,
  free: FreeControl,
  options: OptionsControl,
  color: ColorControl,
  language: LanguageControl,
  group: Group,
  rows: Rows,
  photos: Photos,
  portrait: Portrait,
};
