// Boxes over what must not be recognized: drawn with a finger, or placed with the keys; seen as they are published.
import { html, useEffect, useRef, useState } from "./own-hooks.js";
import * as api from "./api.js";
import { t } from "./words.js";

const LEAST = 0.015;
const STEP = 0.01;
const PAD = 0.2; // of a suggested face, on each side
const text = (number) => String(Math.round(Math.min(1, Math.max(0, number)) * 10000) / 10000);

const written = ({ x, y, width, height }) => [x, y, Math.min(width, 1 - x), Math.min(height, 1 - y)].map(text);
const read = ([x, y, width, height]) => ({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) });

export function Hide({ form, photo, onChange }) {
  const frame = useRef(null);
  const [drawn, setDrawn] = useState(null);
  const [asPublished, setAsPublished] = useState(false);
  const [faces, setFaces] = useState(null);
  const boxes = (Array.isArray(photo.hide) ? photo.hide : []).map(read);
  const source = api.picture(form.path(), photo.file, asPublished && boxes.length ? { hide: JSON.stringify(boxes.map(written)) } : {});
  const put = (next) => onChange(next.length ? next.map(written) : undefined);
  const change = (index, box) => put(boxes.map((one, other) => (other === index ? box : one)));
  const focusOn = (index) => setTimeout(() => frame.current?.querySelectorAll(".box")[index]?.focus());

  const spot = (event) => {
    const area = frame.current.getBoundingClientRect();
    const inside = (number) => Math.min(1, Math.max(0, number));
    return { x: inside((event.clientX - area.left) / area.width), y: inside((event.clientY - area.top) / area.height) };
  };
  const between = (one, other) => ({ x: Math.min(one.x, other.x), y: Math.min(one.y, other.y), width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) });
  const down = (event) => {
    if (event.target.closest(".box, .face") || event.button || asPublished) return;
    event.preventDefault();
    const from = spot(event);
    frame.current.setPointerCapture(event.pointerId);
    setDrawn({ from, box: between(from, from) });
  };
  const up = () => {
    if (drawn && drawn.box.width > LEAST && drawn.box.height > LEAST) {
      put([...boxes, drawn.box]);
      focusOn(boxes.length);
    }
    setDrawn(null);
  };

  const press = (event, index) => {
    const box = boxes[index];
    const steps = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (steps) {
      event.preventDefault();
      const [across, along] = steps;
      const moved = event.shiftKey
        ? { ...box, width: Math.max(LEAST, Math.min(1 - box.x, box.width + across)), height: Math.max(LEAST, Math.min(1 - box.y, box.height + along)) }
        : { ...box, x: Math.max(0, Math.min(1 - box.width, box.x + across)), y: Math.max(0, Math.min(1 - box.height, box.y + along)) };
      change(index, moved);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      put(boxes.filter((_, other) => other !== index));
    }
  };

  const look = async () => {
    setFaces({ looking: true });
    try {
      setFaces(await api.readFaces(form.path(), photo.file));
    } catch (error) {
      setFaces({ wrong: [error.content?.refused ?? t("faces-not"), error.content?.hint].filter(Boolean).join(" ") });
    }
  };
  useEffect(() => setFaces(null), [photo.file]);
  const suggested = (faces?.boxes ?? []).map(read);
  const accept = (face) => {
    const grown = { x: Math.max(0, face.x - face.width * PAD), y: Math.max(0, face.y - face.height * PAD), width: face.width * (1 + 2 * PAD), height: face.height * (1 + 2 * PAD) };
    setFaces({ ...faces, boxes: faces.boxes.filter((one) => text(one[0]) !== text(face.x) || text(one[1]) !== text(face.y)) });
    put([...boxes, grown]);
    focusOn(boxes.length);
  };

  return html`<div class="tool">
    <p class="help">${t("hide-how")} <span class="with-keys">${t("hide-keys")}</span></p>
    <div class=${`frame draw ${asPublished ? "published" : ""}`} ref=${frame} onPointerDown=${down} onPointerMove=${(event) => drawn && setDrawn({ ...drawn, box: between(drawn.from, spot(event)) })} onPointerUp=${up} onPointerCancel=${() => setDrawn(null)}>
      <img src=${source} alt="" draggable="false" />
      ${!asPublished && boxes.map((box, index) => html`<button type="button" key=${index} class="box" style=${area(box)} onKeyDown=${(event) => press(event, index)} aria-label=${t("hide-box", { number: index + 1 })}></button>`)}
      ${!asPublished && suggested.map((face, index) => html`<button type="button" key=${`face-${index}`} class="face" style=${area(face)} onClick=${() => accept(face)} aria-label=${t("faces-accept", { number: index + 1 })}></button>`)}
      ${drawn && html`<span class="box drawn" style=${area(drawn.box)}></span>`}
    </div>
    <p class="hide-tools">
      <button type="button" class="button plain" onClick=${() => (put([...boxes, { x: 0.4, y: 0.35, width: 0.2, height: 0.2 }]), focusOn(boxes.length))}>${t("hide-add")}</button>
      <button type="button" class="button plain" aria-pressed=${String(asPublished)} disabled=${!boxes.length} onClick=${() => setAsPublished(!asPublished)}>${t("hide-published")}</button>
      <button type="button" class="button plain" disabled=${faces?.looking} onClick=${look}>${t("faces-look")}</button>
    </p>
    <p class="help" role="status">
      ${faces?.looking ? t("faces-looking") : faces?.wrong ? faces.wrong : faces?.boxes ? (suggested.length ? t("faces-found", { count: suggested.length }) : t(photo.people === "minors" ? "faces-again" : "faces-none")) : ""}
    </p>
    ${boxes.length > 0 &&
    html`<ul class="hide-list">${boxes.map((_, index) => html`<li key=${index}>${t("hide-number", { number: index + 1 })} <button type="button" class="quiet" onClick=${() => put(boxes.filter((_, other) => other !== index))}>${t("remove")}</button></li>`)}</ul>`}
  </div>`;
}

const area = ({ x, y, width, height }) => ({
  insetInlineStart: `${x * 100}%`,
  insetBlockStart: `${y * 100}%`,
  inlineSize: `${width * 100}%`,
  blockSize: `${height * 100}%`,
});
