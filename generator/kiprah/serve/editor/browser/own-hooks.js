// Preact's hooks, and one it lacks: a name of its own for each place in the page.
export * from "./vendor/htm-preact.js";
import { useRef } from "./vendor/htm-preact.js";

let count = 0;

export function useId(prefix) {
  const name = useRef("");
  return (name.current ||= `${prefix}-${++count}`);
}
