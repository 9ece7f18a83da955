// The words of the page, as the server's catalogue has them.
const KEY = "kiprah-language";
let own = {};
let spoken = "";

export const language = () => spoken || localStorage.getItem(KEY) || "";

export function speak(words, name) {
  own = words;
  spoken = name;
  document.documentElement.lang = name;
  document.title = own.title;
}

export function choose(name) {
  spoken = name;
  localStorage.setItem(KEY, name);
}

export const t = (name, values = {}) => (own[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

const LOCALES = { id: "id-ID", en: "en-GB" };

export const shownDay = (day) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const [year, month, date] = day.split("-").map(Number);
  return new Intl.DateTimeFormat(LOCALES[spoken] ?? "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.UTC(year, month - 1, date),
  );
};

export const shownTime = (seconds) =>
  new Intl.DateTimeFormat(LOCALES[spoken] ?? "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(seconds * 1000);

export const languageName = (code) => {
  try {
    return new Intl.DisplayNames([spoken || "en"], { type: "language" }).of(code);
  } catch {
    return code;
  }
};
