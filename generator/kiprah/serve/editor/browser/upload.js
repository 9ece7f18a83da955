// Uploads: chosen or dropped, sent one after the other, each with its progress; what fails can be tried again.
import { html, useEffect, useId, useRef, useState } from "./own-hooks.js";
import * as api from "./api.js";
import { t } from "./words.js";

export function useUploads(form, into) {
  const [waiting, setWaiting] = useState([]);
  const queue = useRef(Promise.resolve());

  const send = (item) => {
    const tell = (more) => setWaiting((all) => all.map((one) => (one.id === item.id ? { ...one, ...more } : one)));
    const work = async () => {
      tell({ wrong: "", progress: 0 });
      try {
        await form.save();
        const read = await api.upload(form.path(), into, item.content, (progress) => tell({ progress }));
        form.added(read, into);
        setWaiting((all) => all.filter((one) => one.id !== item.id));
      } catch (error) {
        if (!(error instanceof api.Unsaved)) throw error;
        if (!error.status) form.lost(into);
        const words = error.content?.refused ?? (error.status === 413 ? t("upload-too-large") : error.status ? t("upload-failed") : t("upload-offline"));
        tell({ wrong: [words, error.content?.hint].filter(Boolean).join(" ") });
      }
    };
    queue.current = queue.current.then(work, work);
  };

  const add = (files) => {
    const items = [...files].map((content) => ({ id: crypto.getRandomValues(new Uint32Array(1))[0], content, progress: 0, wrong: "" }));
    setWaiting((all) => [...all, ...items]);
    items.forEach(send);
  };

  return { waiting, add, again: send, forget: (item) => setWaiting((all) => all.filter((one) => one.id !== item.id)) };
}

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

// A file that is dropped beside every box: a browser would leave the page for it.
export const keepPage = () => ["dragover", "drop"].forEach((name) => addEventListener(name, (event) => holdsFiles(event) && event.preventDefault()));

// What is dropped anywhere on the page, and in no box of its own, is taken in here.
export function useDropAnywhere(uploads) {
  const add = useRef(null);
  add.current = uploads.add;
  useEffect(() => {
    const take = (event) => holdsFiles(event) && !event.target.closest?.(".drop") && add.current(event.dataTransfer.files);
    addEventListener("drop", take);
    return () => removeEventListener("drop", take);
  }, []);
}

export function Drop({ uploads, label, how, accept, multiple = true, camera = false }) {
  const id = useId("upload");
  const [over, setOver] = useState(false);
  const take = (event) => {
    event.preventDefault();
    setOver(false);
    uploads.add(event.dataTransfer?.files ?? event.target.files);
    if (event.target.value) event.target.value = "";
  };
  return html`
    <div class=${`drop ${over ? "over" : ""}`} onDragOver=${(event) => (event.preventDefault(), setOver(true))} onDragLeave=${() => setOver(false)} onDrop=${take}>
      <p class="drop-buttons">
        <label class="button plain file" for=${id}>${label}<input type="file" id=${id} accept=${accept} multiple=${multiple} onChange=${take} /></label>
        ${camera && html`<label class="button plain file touch" for=${`${id}-camera`}>${t("camera")}<input type="file" id=${`${id}-camera`} accept="image/*" capture="environment" onChange=${take} /></label>`}
      </p>
      <p class="help">${how} <span class="with-mouse">${t("drop-how")}</span></p>
    </div>
    <ul class="uploads" aria-live="polite">
      ${uploads.waiting.map(
        (item) => html`<li key=${item.id}>
          <span>${item.content.name}</span>
          ${item.wrong
            ? html`<span class="wrong">${item.wrong}</span>
                <button type="button" class="quiet" onClick=${() => uploads.again(item)}>${t("try-again")}</button>
                <button type="button" class="quiet" onClick=${() => uploads.forget(item)}>${t("forget")}</button>`
            : html`<progress max="1" value=${item.progress} aria-label=${t("uploading", { name: item.content.name })}></progress>`}
        </li>`,
      )}
    </ul>
  `;
}

export function EvidenceDrop({ form }) {
  const uploads = useUploads(form, "evidence");
  return html`<${Drop} uploads=${uploads} label=${t("evidence-choose")} how=${t("evidence-how")} accept=".pdf,image/*,.heic" />`;
}

export function VideoDrop({ form }) {
  const uploads = useUploads(form, "videos");
  return html`<${Drop} uploads=${uploads} label=${t("video-choose")} how=${t("video-how")} accept="video/mp4,.mp4,.m4v" />`;
}
