// The editor's page: a list of what there is, and a form for each of it.
import { html, render, useCallback, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import * as api from "./api.js";
import { EntryPage } from "./entry.js";
import { ListPage } from "./list.js";
import { keepPage } from "./upload.js";
import { choose, language, speak, t } from "./words.js";

const CALM = 1000; // milliseconds after a save

const place = () => decodeURIComponent(location.hash.replace(/^#\/?/, ""));

function App() {
  const [state, setState] = useState(null);
  const [path, setPath] = useState(place());
  const [lost, setLost] = useState(false);
  const later = useRef(0);

  const load = useCallback(async () => {
    try {
      const read = await api.readState();
      speak(read.words, read.language);
      setState(read);
      setLost(false);
    } catch (error) {
      setLost(error.status === 403 ? "ended" : "lost");
    }
  }, []);

  const refresh = useCallback(async () => {
    const read = await api.readList().catch(() => null);
    if (read) setState((old) => old && { ...old, files: read.files });
  }, []);

  // The list is not in sight beside a form: the page beside it is made first.
  const refreshLater = useCallback(() => {
    clearTimeout(later.current);
    later.current = setTimeout(refresh, CALM);
  }, []);

  useEffect(() => {
    load();
    const moved = () => {
      setPath(place());
      refresh();
      scrollTo(0, 0);
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);

  const speakOther = (name) => {
    choose(name);
    load();
  };

  if (!state) return html`<p class="loading" role="status">${lost ? t("lost") : "…"}</p>`;
  return html`
    ${lost === "ended" && html`<p class="notice bad" role="alert">${t("ended")}</p>`}
    ${path
      ? html`<${EntryPage} key=${path} path=${path} state=${state} onSaved=${refreshLater} onLeave=${load} />`
      : html`<${ListPage} state=${state} refresh=${load} />`}
    <footer class="foot">
      <span>${t("foot")}</span>
      <span role="group" aria-label=${t("language")}>
        ${["id", "en"].map(
          (name) => html`<button type="button" class="quiet" lang=${name} aria-pressed=${String(language() === name)} onClick=${() => speakOther(name)}>
            ${{ id: "Bahasa Indonesia", en: "English" }[name]}
          </button>`,
        )}
      </span>
    </footer>
  `;
}

keepPage();
const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
