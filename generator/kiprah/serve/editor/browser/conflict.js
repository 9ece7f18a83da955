// Two versions of one file: what only one side changed is taken together; what both changed is chosen by a person.
import { html, useState } from "./own-hooks.js";
import { same } from "./values.js";
import { t } from "./words.js";

export function Conflict({ file, fields }) {
  const { base, theirs, values, both } = file.conflict;
  const [chosen, setChosen] = useState({});
  const baseBody = base.values ? base.body : base.text;
  const theirBody = theirs.values ? theirs.body : theirs.text;
  const bodyMine = file.body !== baseBody;
  const bodyBoth = bodyMine && theirBody !== baseBody && theirBody !== file.body;
  const asked = [...both, ...(bodyBoth ? ["body"] : [])];
  const label = (key) => (key === "body" ? t("story-whole") : (fields.find((one) => one.name === key)?.label ?? key));
  const choose = (key, side) => setChosen({ ...chosen, [key]: side });
  const finish = () => {
    const result = { ...values };
    for (const key of both) result[key] = chosen[key] === "theirs" ? theirs.values?.[key] : file.values[key];
    const body = bodyBoth ? (chosen.body === "theirs" ? theirBody : file.body) : bodyMine ? file.body : theirBody;
    file.resolve(result, body);
  };
  return html`<section class="notice conflict" role="alertdialog" aria-labelledby="conflict-title">
    <h2 id="conflict-title">${t("conflict-title")}</h2>
    <p>${t(asked.length ? "conflict-how" : "conflict-none")}</p>
    ${asked.map(
      (key) => html`<fieldset class="set" key=${key}>
        <legend>${label(key)}</legend>
        <div class="two">
          ${[["mine", key === "body" ? file.body : file.values[key]], ["theirs", key === "body" ? theirBody : theirs.values?.[key]]].map(
            ([side, value]) => html`<label class="choice"><input type="radio" name=${`conflict-${key}`} checked=${chosen[key] === side} onChange=${() => choose(key, side)} /><span><b>${t(`conflict-${side}`)}</b><pre>${shown(value)}</pre></span></label>`,
          )}
        </div>
      </fieldset>`,
    )}
    <p><button type="button" class="button" disabled=${asked.some((key) => !chosen[key])} onClick=${finish}>${t("conflict-save")}</button></p>
  </section>`;
}

// As people read it, not as a program writes it.
export function shown(value) {
  if (value === undefined || value === null || value === "") return "—";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((one) => (typeof one === "object" ? `• ${shown(one).replace(/\n/g, "\n  ")}` : shown(one))).join(value.some((one) => typeof one === "object") ? "\n" : ", ");
  return Object.entries(value).map(([key, one]) => `${key}: ${shown(one)}`).join("\n");
}

export const differing = (one, other) => [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => !same(one[key], other[key]));
