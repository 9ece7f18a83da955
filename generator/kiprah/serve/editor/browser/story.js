// The body of a file: the story, the questions of a reflection each with a box, and what is for the writer alone.
import { html, useId, useState } from "./own-hooks.js";
import { bodyOf, piecesOf, shownText, withPrivate, withQuestions, withReflection, withText } from "./body.js";
import { Problem, TextBox } from "./fields.js";
import { t } from "./words.js";

const FRAMES = ["what", "gibbs", "4p", "star"];

export function Story({ kind, body, onChange, problems, frame, state }) {
  const [whole, setWhole] = useState(false);
  const own = problems.filter((one) => one.field === "body");
  const pieces = piecesOf(body);
  const id = useId("story");
  const reflects = kind === "activity" || kind === "event";
  const hasReflection = pieces.some((one) => one.kind === "reflection");
  const hasQuestions = pieces.some((one) => one.kind === "question" || (one.head && one.kind === "story"));
  const answer = (index, typed) => onChange(bodyOf(withText(pieces, index, typed)));
  const last = pieces.length - 1;
  return html`<section class="story" aria-labelledby=${id}>
    <h2 id=${id}>${t(`story-${kind}`)}</h2>
    ${own.length > 0 && html`<div class="wrong" role="alert">${own.map((one) => html`<${Problem} problem=${one} />`)}</div>`}
    ${whole
      ? html`<div class="field"><label for=${`${id}-all`}>${t("story-whole")}</label><${TextBox} id=${`${id}-all`} text=${body} rows=${14} onChange=${onChange} /></div>`
      : pieces.map((one, index) => isShown(one, index, pieces) && html`<${Piece} key=${`${index} ${one.kind} ${one.label}`} piece=${one} index=${index} kind=${kind} alone=${index === last && index === 0} onChange=${(typed) => answer(index, typed)} />`)}
    ${!whole &&
    html`<p class="story-tools">
      ${reflects && !hasReflection && html`<${Frames} label=${t("reflect-add")} onChoose=${(name) => onChange(withReflection(body, state.reflection, state.questions[name]))} />`}
      ${kind === "reflection" && !hasQuestions && html`<${Frames} label=${t("questions-add")} chosen=${frame} onChoose=${(name) => onChange(withQuestions(body, state.questions[name]))} />`}
      <button type="button" class="quiet" onClick=${() => onChange(withPrivate(body, t("private-heading")))}>${t("private-add")}</button>
    </p>`}
    <p><button type="button" class="quiet" aria-pressed=${String(whole)} onClick=${() => setWhole(!whole)}>${t(whole ? "story-in-boxes" : "story-in-one")}</button></p>
  </section>`;
}

// An empty box that nothing asks for is in the way.
const isShown = (piece, index, pieces) => piece.kind !== "story" || piece.head || shownText(piece) || (index === 0 && pieces[1]?.kind !== "story");

function Piece({ piece, index, kind, onChange }) {
  const id = useId("piece");
  const asks = piece.kind === "question" || (piece.kind === "story" && piece.head);
  const label = piece.kind === "private" ? t("private-box", { title: piece.label }) : piece.kind === "reflection" ? t("reflection-box") : asks ? piece.label : index ? piece.label : t(`story-label-${kind}`);
  const rows = index === 0 || piece.kind === "private" ? 5 : 3;
  return html`<div class=${`field piece ${piece.kind}`}>
    <label for=${id}>${label}</label>
    ${piece.kind === "private" && html`<p class="help" id=${`${id}-help`}>${t("private-how")}</p>`}
    <${TextBox} id=${id} rows=${rows} text=${shownText(piece)} onChange=${onChange} aria-describedby=${piece.kind === "private" ? `${id}-help` : undefined} />
  </div>`;
}

function Frames({ label, chosen, onChoose }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="button plain" aria-expanded=${String(open)} onClick=${() => (chosen ? onChoose(chosen) : setOpen(!open))}>${label}</button>
    ${open && html`<span class="frames" role="group" aria-label=${label}>${FRAMES.map((name) => html`<button type="button" class="offer" onClick=${() => (setOpen(false), onChoose(name))}><b>${t(`frame-${name}`)}</b> <small>${t(`frame-${name}-how`)}</small></button>`)}</span>`}`;
}
