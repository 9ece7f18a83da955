// Photos open on the spot: arrow keys, swipes, captions; closing returns to the photo one was at. Without it a photo is a link.
"use strict";

const make = (name, props, ...inside) => {
  const node = Object.assign(document.createElement(name), props);
  node.append(...inside);
  return node;
};

const zooms = [...document.querySelectorAll("a.zoom")];
const words = document.body.dataset;
if (zooms.length && window.HTMLDialogElement) {
  const photo = make("img", {});
  const caption = make("figcaption", {});
  const place = make("p", { className: "place" });
  const button = (className, label, text, act) => {
    const node = make("button", { type: "button", className, onclick: act }, text);
    node.setAttribute("aria-label", label);
    return node;
  };
  let at = 0;
  const show = (index) => {
    at = (index + zooms.length) % zooms.length;
    const link = zooms[at];
    const small = link.querySelector("img");
    const text = link.parentElement.querySelector("figcaption");
    photo.src = small.currentSrc || small.src;
    const full = new Image();
    full.onload = () => { if (zooms[at] === link) photo.src = full.src; };
    full.src = link.href;
    photo.alt = small.alt;
    photo.lang = small.lang;
    caption.lang = text ? text.lang : "";
    caption.replaceChildren(...(text ? text.cloneNode(true).childNodes : []));
    place.textContent = zooms.length > 1 ? `${at + 1} / ${zooms.length}` : "";
  };
  const step = (by) => () => show(at + by);
  const viewer = make("dialog", { className: "viewer" },
    make("figure", {}, photo, caption), place);
  if (zooms.length > 1) {
    viewer.append(
      button("back", words.previous, "\u2190", step(-1)),
      button("forth", words.next, "\u2192", step(1)),
    );
  }
  viewer.append(button("shut", words.close, "\u00d7", () => viewer.close()));
  viewer.setAttribute("aria-label", words.viewer);
  caption.setAttribute("aria-live", "polite");
  document.body.append(viewer);
  const ahead = document.documentElement.dir === "rtl" ? -1 : 1;
  viewer.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + ahead);
    else if (event.key === "ArrowLeft") show(at - ahead);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(zooms.length - 1);
    else return;
    event.preventDefault();
  });
  viewer.addEventListener("click", (event) => { if (event.target.tagName === "FIGURE") viewer.close(); });
  viewer.addEventListener("close", () => zooms[at].focus());
  let from = null;
  viewer.addEventListener("pointerdown", (event) => { from = event.isPrimary && event.pointerType !== "mouse" ? event : null; });
  viewer.addEventListener("pointerup", (event) => {
    if (!from) return;
    const across = event.clientX - from.clientX;
    const down = event.clientY - from.clientY;
    from = null;
    if (Math.abs(across) > 45 && Math.abs(across) > Math.abs(down)) show(at + (across < 0 ? ahead : -ahead));
    else if (down > 90) viewer.close();
  });
  zooms.forEach((link, index) => link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(index);
    viewer.showModal();
  }));
}
