// Earlier versions of a file: when each was put aside, what differs, and the way back.
import { html, useEffect, useState } from "./own-hooks.js";
import * as api from "./api.js";
import { differing, shown } from "./conflict.js";
import { shownTime, t } from "./words.js";

export function Undo({ file, path, onClose }) {
  const [versions, setVersions] = useState(null);
  const [looked, setLooked] = useState(null);
  useEffect(() => {
    api.readVersions(path).then(({ versions: found }) => setVersions(found), () => setVersions([]));
  }, [path, file.file.digest]);

  const look = async (number) => setLooked({ number, ...(await api.readVersion(path, number)) });
  const back = async (number) => {
    await file.save();
    const read = await api.restore(path, number, file.file.digest);
    file.take(read);
    setLooked(null);
    onClose();
  };

  return html`<section class="notice undo" aria-labelledby="undo-title">
    <h2 id="undo-title">${t("undo-title")}</h2>
    <p class="help">${t("undo-how")}</p>
    ${versions && !versions.length && html`<p>${t("undo-none")}</p>`}
    <ul class="versions">
      ${versions?.map(
        (one) => html`<li key=${one.number}>
          <span>${shownTime(one.saved)}</span>
          <button type="button" class="quiet" aria-expanded=${String(looked?.number === one.number)} onClick=${() => look(one.number)}>${t("undo-look")}</button>
          <button type="button" class="button plain" onClick=${() => back(one.number)}>${t("undo-restore")}</button>
          ${looked?.number === one.number && html`<${Differences} before=${looked} now=${file} />`}
        </li>`,
      )}
    </ul>
    <p><button type="button" class="quiet" onClick=${onClose}>${t("close")}</button></p>
  </section>`;
}

function Differences({ before, now }) {
  const keys = differing(before.values, now.file.values ?? {});
  return html`<dl class="differences">
    ${keys.map((key) => html`<div><dt>${key}</dt><dd><del>${shown(now.file.values?.[key])}</del> <ins>${shown(before.values[key])}</ins></dd></div>`)}
    ${before.body !== now.file.body && html`<div><dt>${t("story-whole")}</dt><dd><pre>${before.body}</pre></dd></div>`}
  </dl>`;
}
