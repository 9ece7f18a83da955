// What folds, named by its own words: a browser tells a screen reader the words, and of the group only that it is one.
import { html, useId } from "./own-hooks.js";

export function Fold({ words, kind = "", open, children }) {
  const id = useId("fold");
  return html`<details class=${`fold ${kind}`} open=${open || undefined} aria-labelledby=${id}><summary id=${id}>${words}</summary>${children}</details>`;
}
