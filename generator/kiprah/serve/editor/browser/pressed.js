// What is held with a finger or the mouse must not move away under it: news of a build or a save waits until it lifts.
const LONGEST = 10_000; // milliseconds, for an end of which a browser does not tell
const held = new Set();
let waiting = [];

const end = ({ pointerId }) => {
  held.delete(pointerId);
  if (held.size) return;
  const all = waiting;
  waiting = [];
  // First comes what the finger did itself.
  setTimeout(() => all.forEach((go) => go()));
};

addEventListener("pointerdown", ({ pointerId }) => held.add(pointerId), true);
addEventListener("pointermove", (event) => event.buttons || end(event), true);
addEventListener("pointerup", end, true);
addEventListener("pointercancel", end, true);

export const lifted = () => new Promise((go) => (held.size ? (waiting.push(go), setTimeout(go, LONGEST)) : go()));
