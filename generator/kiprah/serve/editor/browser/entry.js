// The form of one file, with its page beside it.
import { html, useEffect, useRef, useState } from "./own-hooks.js";
import * as api from "./api.js";
import { Conflict } from "./conflict.js";
import { FormField, Problem, TextBox } from "./fields.js";
import { Fold } from "./fold.js";
import { useFile } from "./file.js";
import { State, go } from "./list.js";
import { Story } from "./story.js";
import { Undo } from "./undo.js";
import { Whole } from "./whole.js";
import { languageName, t } from "./words.js";

// What a portfolio has no use for, unless its file says it.
const OF_COMMUNITIES = new Set(["members", "limits", "join", "featured"]);
const KEYS_ALONE = new Set(["site", "member"]);
// What kiprah writes by itself: nobody is asked for it, and who has it sees it.
const WRITTEN_FOR = new Set(["id"]);
const WITH_PAGE = new Set(["published", "unlisted"]);
const KINDS_AT_HOME = new Set(["site", "profile"]);
const FOLDS = ["details", "background", "proof", "seen", "more"];

export function EntryPage({ path, state, onSaved, onLeave }) {
  const file = useFile(path, onSaved);
  const [side, setSide] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const heading = useRef(null);
  const listed = state.files.find((one) => one.path === path);
  const title = file.values[TITLES[file.file?.kind] ?? "title"] || listed?.title || t("untitled");
  useEffect(() => heading.current?.focus({ preventScroll: true }), [path, file.status === "loading"]);

  if (file.status === "missing") return html`<main class="page"><p class="notice">${t("file-gone")}</p><p><a href="#/">${t("back")}</a></p></main>`;
  if (!file.file) return html`<p class="loading" role="status">${t(file.status === "offline" ? "lost" : "loading")}</p>`;

  const kind = file.file.kind;
  const form = {
    state,
    file: file.file,
    problems: problemsOf(file.file),
    portrait: typeof file.values.photo === "object" ? file.values.photo.file : file.values.photo,
    save: file.save,
    lost: file.lost,
    path: () => path,
    added: (read, key) => {
      if (read.file === path) return file.accept(read, key);
      // The entry got a folder of its own, for its photos to lie in.
      onLeave().then(() => go(read.file));
    },
  };
  const fields = (state.forms[kind] ?? []).filter((one) => !file.file.language || state.translatable[kind].includes(one.name)).filter((one) => kind !== "site" || state.kind === "community" || !OF_COMMUNITIES.has(one.name) || file.values[one.name] !== undefined).filter((one) => !WRITTEN_FOR.has(one.name) || file.values[one.name] !== undefined);
  const field = (one) => html`<${FormField} key=${one.name} field=${one} value=${file.values[one.name]} before=${file.file.values?.[one.name]} onChange=${(value) => file.change(one.name, value)} at=${one.name} form=${form} />`;
  const first = fields.filter((one) => !one.group);
  const page = WITH_PAGE.has(listed?.state) && file.file.found?.page;
  const leave = async (event) => {
    event.preventDefault();
    await file.save();
    onLeave();
    go("");
  };

  return html`
    <div class=${`editor ${side ? "show-page" : ""}`}>
      <header class="bar">
        <a class="back" href="#/" onClick=${leave} aria-label=${t("back")}><span aria-hidden="true">←</span> <span class="wide">${t("back")}</span></a>
        <${Status} status=${file.status} message=${file.message} onAgain=${file.save} />
        <button type="button" class="quiet wide-only" onClick=${() => setUndoing(!undoing)} aria-expanded=${String(undoing)}>${t("undo-open")}</button>
        <button type="button" class="button plain see" aria-pressed=${String(side)} onClick=${() => setSide(!side)}>${t(side ? "see-form" : "see-page")}</button>
      </header>
      <main class="form">
        <p class="kind">${t(`one-${kind}`)}${file.file.language ? ` · ${t("in-language", { language: languageName(file.file.language) })}` : ""} ${listed && !["site", "profile"].includes(kind) ? html`<${State} file=${listed} />` : ""}</p>
        <h1 tabindex="-1" ref=${heading}>${kind === "site" ? t("settings") : title}</h1>
        ${undoing && html`<${Undo} file=${file} path=${path} onClose=${() => setUndoing(false)} />`}
        ${file.conflict && html`<${Conflict} file=${file} fields=${fields} />`}
        <${Elsewhere} problems=${form.problems} fields=${fields} />
        ${file.file.values
          ? html`
              ${["activity", "event", "reflection", "page"].includes(kind) && !file.file.language ? html`<${Draft} file=${file} />` : ""}
              ${first.map(field)}
              ${!KEYS_ALONE.has(kind) && html`<${Story} kind=${kind} body=${file.body} onChange=${file.changeBody} problems=${form.problems} frame=${file.values.frame} state=${state} />`}
              ${!KEYS_ALONE.has(kind) && !file.file.language && html`<${Translations} path=${path} state=${state} />`}
              ${FOLDS.map((group) => {
                const inner = fields.filter((one) => one.group === group && !(group === "seen" && one.name === "draft" && !file.file.language));
                const wrong = inner.some((one) => form.problems.some((problem) => problem.field.split(".")[0] === one.name && problem.level === "error"));
                return inner.length > 0 && html`<${Fold} key=${group} words=${t(`fold-${group}`)} open=${wrong}>${inner.map(field)}<//>`;
              })}
            `
          : html`<p class="notice bad">${t("as-text")}</p>
              <div class="field"><label for="whole">${t("whole-file")}</label><${TextBox} id="whole" text=${file.body} rows=${24} onChange=${file.changeBody} spellcheck=${false} /></div>`}
        ${file.file.moves && html`<${Whole} file=${file} path=${path} title=${title} onGone=${async (other) => (file.forget(), await onLeave(), go(other))} />`}
        <p class="narrow-only"><button type="button" class="button plain" onClick=${() => (setUndoing(true), scrollTo(0, 0))}>${t("undo-open")}</button></p>
        <p class="end in-line">
          <span class=${`grow said ${file.status}`}>${t(`status-${file.status}`)} ${file.message}</span>
          <span class="in-line"><a class="back" href="#/" onClick=${leave}><span aria-hidden="true">←</span> ${t("back")}</a>
          ${page && (page !== "/" || KINDS_AT_HOME.has(kind)) && html`<a class="back" href=${page}>${t("page-open")}</a>`}</span>
        </p>
      </main>
      <aside class="beside" aria-label=${t("page-beside")}>
        <iframe src=${file.file.found?.page ?? "/"} title=${t("page-beside")}></iframe>
      </aside>
    </div>
  `;
}

const TITLES = { testimonial: "from", profile: "name" };

// What the form's own reading found, and what a build adds to it.
function problemsOf(file) {
  const seen = new Set(file.problems.map((one) => `${one.field} ${one.code} ${one.message}`));
  return [...file.problems, ...(file.found?.problems ?? []).filter((one) => !seen.has(`${one.field} ${one.code} ${one.message}`))];
}

// Problems that stand at no field of this form.
function Elsewhere({ problems, fields }) {
  const names = new Set([...fields.map((one) => one.name), "body"]);
  const left = problems.filter((one) => !names.has(one.field.split(".")[0]));
  return left.length > 0 && html`<div class="notice bad" role="alert">${left.map((one) => html`<${Problem} problem=${one} />`)}</div>`;
}

function Draft({ file }) {
  const isDraft = file.values.draft === "true";
  const set = (on) => file.change("draft", on ? "true" : file.file.values.draft !== undefined ? "false" : undefined);
  return html`<fieldset class="ready">
    <legend class="unseen">${t("draft")}</legend>
    ${[true, false].map(
      (on) => html`<label class="choice"><input type="radio" name="draft" checked=${isDraft === on} onChange=${() => set(on)} /><span><b>${t(on ? "draft-on" : "draft-off")}</b><small>${t(on ? "draft-on-how" : "draft-off-how")}</small></span></label>`,
    )}
  </fieldset>`;
}

// The same in another language: what is there, and what can be begun.
function Translations({ path, state }) {
  const there = state.files.filter((one) => one.original === path);
  const [wrong, setWrong] = useState("");
  if (!state.others.length) return null;
  const begin = (language) =>
    api.begin({ kind: "translation", file: path, language }).then(
      (made) => go(made.file),
      (error) => setWrong(error.content?.refused || t("not-saved-now")),
    );
  return html`<p class="translations" role="group" aria-label=${t("translations")}>
    <span>${t("translations")}</span>
    ${state.others.map((language) => {
      const other = there.find((one) => one.language === language);
      return other
        ? html`<a key=${language} href=${`#/${encodeURIComponent(other.path)}`}>${t("in-language", { language: languageName(language) })}</a>`
        : html`<button type="button" class="quiet" key=${language} onClick=${() => begin(language)}>+ ${t("in-language", { language: languageName(language) })}</button>`;
    })}
    ${wrong && html`<span class="wrong" role="alert">${wrong}</span>`}
  </p>`;
}

function Status({ status, message, onAgain }) {
  return html`<p class=${`status ${status}`} role="status">
    ${t(`status-${status}`)} ${message}
    ${["offline", "refused"].includes(status) && html`<button type="button" class="quiet" onClick=${onAgain}>${t("try-again")}</button>`}
  </p>`;
}
