// The point of a photo that crops keep: a dot to drag, or to move with the arrow keys, and what the cards make of it.
import { html, useRef } from "./own-hooks.js";
import * as api from "./api.js";
import { useSize } from "./photos.js";
import { t } from "./words.js";

const SHAPES = { link: [1200, 630], square: [1, 1], portrait: [4, 5], story: [9, 16] };
const STEP = 0.02;

const within = (number) => Math.min(1, Math.max(0, number));
const text = (number) => String(Math.round(within(number) * 1000) / 1000);

export function Focus({ form, photo, onChange }) {
  const source = api.picture(form.path(), photo.file, photo.hide?.length ? { hide: JSON.stringify(photo.hide) } : {});
  const size = useSize(source);
  const frame = useRef(null);
  const isSet = Array.isArray(photo.focus) && photo.focus.length === 2;
  const [x, y] = isSet ? photo.focus.map(Number) : [0.5, 0.5];
  const set = (left, top) => onChange([text(left), text(top)]);
  const follow = (event) => {
    const box = frame.current.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  const press = (event) => {
    const steps = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (!steps) return;
    event.preventDefault();
    set(x + steps[0], y + steps[1]);
  };
  const down = (event) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    follow(event);
  };
  return html`<div class="tool">
    <p class="help">${t("focus-how")} <span class="with-keys">${t("focus-keys")}</span></p>
    <div class="frame" ref=${frame} onPointerDown=${down} onPointerMove=${(event) => event.buttons && follow(event)}>
      <img src=${source} alt="" draggable="false" />
      <button type="button" class="dot" hidden=${!size} style=${{ insetInlineStart: `${x * 100}%`, insetBlockStart: `${y * 100}%` }} onKeyDown=${press}
        aria-label=${t("focus-dot", { left: Math.round(x * 100), top: Math.round(y * 100) })}></button>
    </div>
    <div class="shapes" role="img" aria-label=${t("focus-shapes")}>
      ${size && Object.entries(SHAPES).map(([name, ratio]) => html`<figure key=${name}><div class=${`shape ${name}`} style=${cropped(source, size, ratio, x, y)}></div><figcaption>${t(`shape-${name}`)}</figcaption></figure>`)}
    </div>
    ${isSet && html`<button type="button" class="quiet" onClick=${() => onChange(undefined)}>${t("focus-none")}</button>`}
  </div>`;
}

// The largest part of this shape, with the focus as near to its middle as the photo's edges allow.
function cropped(source, size, [wide, high], x, y) {
  const ratio = wide / high;
  const own = size.width / size.height;
  const [width, height] = own > ratio ? [ratio / own, 1] : [1, own / ratio];
  const place = (focus, length) => (length === 1 ? 0 : Math.min(1 - length, Math.max(0, focus - length / 2)) / (1 - length));
  return {
    aspectRatio: `${wide} / ${high}`,
    backgroundImage: `url("${source}")`,
    backgroundSize: `${100 / width}% ${100 / height}%`,
    backgroundPosition: `${place(x, width) * 100}% ${place(y, height) * 100}%`,
  };
}
