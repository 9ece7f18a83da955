// The list of what there is, what became of it, and what can be begun.
import { html, useRef, useState } from "./vendor/htm-preact.js";
import * as api from "./api.js";
import { unsavedFiles } from "./file.js";
import { Removed } from "./whole.js";
import { languageName, shownDay, t } from "./words.js";

const KINDS = ["activity", "event", "member", "reflection", "testimonial", "page", "selection"];
const NEW = ["activity", "reflection", "testimonial", "event", "member"]; // what comes up every week; the rest folds
const SHOWN = 30;
const NAMELESS = new Set(["Nama Anda", "Your Name"]); // as a new site has it

export const go = (path) => {
  location.hash = path ? `/${encodeURIComponent(path)}` : "/";
};

export function ListPage({ state, refresh }) {
  const [asked, setAsked] = useState("");
  const own = state.files.filter((file) => !file.original);
  const found = own.filter((file) => !asked || `${file.title} ${file.organization}`.toLowerCase().includes(asked.toLowerCase()));
  const profile = own.find((file) => file.kind === "profile");
  const isNew = NAMELESS.has(profile?.title);
  const unsaved = unsavedFiles().filter((path) => own.some((file) => file.path === path));
  const fresh = NEW.filter((kind) => state.begins.includes(kind));
  const rarer = state.begins.filter((kind) => !NEW.includes(kind));
  return html`
    <main class="page list">
      <header class="top">
        <h1>${isNew ? t("hello-new") : t("hello", { name: profile?.title || t("you") })}</h1>
        <p class="lead">${t("hello-how")}</p>
        ${isNew && html`<p class="notice"><a href=${`#/${encodeURIComponent(profile.path)}`}>${t("name-first")}</a> ${t("name-first-how")}</p>`}
      </header>
      ${unsaved.length > 0 && html`<p class="notice" role="status">${t("unsaved-elsewhere")} ${unsaved.map((path) => html`<a href=${`#/${encodeURIComponent(path)}`}>${own.find((file) => file.path === path).title || path}</a> `)}</p>`}
      ${fresh.length > 0 && html`<${Begin} kinds=${fresh} rarer=${rarer} />`}
      <p class="search">
        <label for="search">${t("search")}</label>
        <input id="search" type="search" value=${asked} onInput=${(event) => setAsked(event.target.value)} />
      </p>
      ${KINDS.map((kind) => html`<${Group} key=${kind} kind=${kind} files=${found.filter((file) => file.kind === kind)} all=${state.files} />`)}
      ${!found.length && html`<p class="quiet-text" role="status">${t("none-found")}</p>`}
      ${state.wordless.length > 0 && html`<${Wordless} slugs=${state.wordless} />`}
      <${Removed} refresh=${refresh} count=${state.files.length} />
      <section aria-labelledby="about-site">
        <h2 id="about-site">${t("about-you")}</h2>
        <ul class="cards">
          ${own.filter((file) => ["profile", "site"].includes(file.kind)).map((file) => html`<${Card} key=${file.path} file=${file} all=${state.files} />`)}
        </ul>
        <p class="quiet-text coach"><a href="/_kiprah/coach/">${t("coach")}</a> ${t("coach-how")}</p>
      </section>
    </main>
  `;
}

function Begin({ kinds, rarer }) {
  const [kind, setKind] = useState("");
  const [title, setTitle] = useState("");
  const [wrong, setWrong] = useState("");
  const field = useRef(null);

  const begin = async (event) => {
    event.preventDefault();
    try {
      const made = await api.begin({ kind, title });
      go(made.file);
    } catch (error) {
      setWrong([error.content?.refused || t("not-saved-now"), error.content?.hint].filter(Boolean).join(" "));
      field.current?.focus();
    }
  };

  const open = (name) => {
    setKind(kind === name ? "" : name);
    setWrong("");
    setTimeout(() => field.current?.focus());
  };

  return html`
    <section class="begin" aria-label=${t("begin")}>
      <div class="begin-buttons">
        ${kinds.map(
          (name, index) => html`<button type="button" class=${`button ${index ? "plain" : ""}`} aria-expanded=${String(kind === name)} onClick=${() => open(name)}>
            ${t(`new-${name}`)}
          </button>`,
        )}
      </div>
      <div class="begin-buttons rarer">
        ${rarer.map((name) => html`<button type="button" class="quiet" aria-expanded=${String(kind === name)} onClick=${() => open(name)}>${t(`new-${name}`)}</button>`)}
      </div>
      ${kind &&
      html`<form class="begin-form" onSubmit=${begin}>
        <label for="new-title">${t(`new-${kind}-title`)}</label>
        <div class="in-line">
          <input id="new-title" ref=${field} value=${title} autocomplete="off" aria-invalid=${wrong ? "true" : undefined} aria-describedby=${wrong ? "new-wrong" : undefined} onInput=${(event) => setTitle(event.target.value)} />
          <button class="button">${t("begin-now")}</button>
        </div>
        ${wrong && html`<p class="wrong" id="new-wrong" role="alert">${wrong}</p>`}
      </form>`}
    </section>
  `;
}

// Members of whom the community says nothing yet: one press begins their file.
function Wordless({ slugs }) {
  const [wrong, setWrong] = useState("");
  const begin = (slug) =>
    api.begin({ kind: "record", title: slug }).then(
      (made) => go(made.file),
      (error) => setWrong(error.content?.refused || t("not-saved-now")),
    );
  return html`<section aria-labelledby="wordless">
    <h2 id="wordless">${t("wordless")}</h2>
    ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
    <p class="offers">${slugs.map((slug) => html`<button type="button" class="offer" key=${slug} onClick=${() => begin(slug)}>+ ${slug}</button>`)}</p>
  </section>`;
}

function Group({ kind, files, all }) {
  const [whole, setWhole] = useState(false);
  if (!files.length) return null;
  const shown = whole ? files : files.slice(0, SHOWN);
  return html`
    <section aria-labelledby=${`kind-${kind}`}>
      <h2 id=${`kind-${kind}`}>${t(`kind-${kind}`)} <span class="count">${files.length}</span></h2>
      <ul class="cards">
        ${shown.map((file) => html`<${Card} key=${file.path} file=${file} all=${all} />`)}
      </ul>
      ${shown.length < files.length && html`<p><button type="button" class="button plain" onClick=${() => setWhole(true)}>${t("show-all", { count: files.length })}</button></p>`}
    </section>
  `;
}

function Card({ file, all }) {
  const translations = all.filter((one) => one.original === file.path);
  const title = file.kind === "site" ? t("settings") : file.title || t("untitled");
  return html`
    <li class="card">
      ${file.cover ? html`<img src=${api.picture(file.path, file.cover, { size: "small" })} alt="" loading="lazy" width="72" height="72" />` : html`<span class="no-picture" aria-hidden="true"></span>`}
      <div>
        <a class="card-title" href=${`#/${encodeURIComponent(file.path)}`}>${title}</a>
        <p class="card-facts">
          ${file.kind === "profile" ? html`<span>${t("profile")}</span>` : ""}
          ${file.kind === "site" ? html`<span>${t("settings-how")}</span>` : ""}
          ${file.day && html`<span>${shownDay(file.day)}</span>`} ${file.organization && html`<span>${file.organization}</span>`}
          ${["draft", "waiting", "hidden", "broken", "unlisted", "paused", "moved"].includes(file.state) && html`<span class="why">${t(`state-${file.state}-why`)}</span>`}
          ${translations.map((one) => html`<a href=${`#/${encodeURIComponent(one.path)}`} lang=${one.language}>${t("in-language", { language: languageName(one.language) })}</a>`)}
        </p>
      </div>
      ${!["site", "profile"].includes(file.kind) || file.state === "broken" ? html`<${State} file=${file} />` : ""}
    </li>
  `;
}

export function State({ file }) {
  return html`<span class=${`state ${file.state}`} title=${t(`state-${file.state}-why`)}>
    ${t(`state-${file.state}`)}${file.until ? html` <small>${t("until", { day: shownDay(file.until) })}</small>` : ""}
  </span>`;
}
