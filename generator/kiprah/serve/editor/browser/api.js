// Requests to the server; each returns what it says, or throws with the words to show.
import { language } from "./words.js";

const ROOT = "/_kiprah/edit/api/";

export class Unsaved extends Error {
  constructor(status, content) {
    super(content?.refused ?? "");
    Object.assign(this, { status, content });
  }
}

const address = (name, asked = {}) => `${ROOT}${name}?${new URLSearchParams({ ...asked, language: language() })}`;

async function call(name, asked, options = {}) {
  let answer;
  try {
    answer = await fetch(address(name, asked), { cache: "no-store", ...options });
  } catch {
    throw new Unsaved(0); // no connection
  }
  const content = await answer.json().catch(() => null);
  if (!answer.ok || content === null) throw new Unsaved(answer.status, content);
  return content;
}

const sent = (method, body) => ({ method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const readState = () => call("state", {});
export const readList = () => call("state", { only: "list" });
export const readFile = (file) => call("file", { file });
export const readFound = (file) => call("file", { file, only: "found" });
export const saveFile = (file, changes) => call("file", { file }, sent("PUT", changes));
export const begin = (asked) => call("new", {}, sent("POST", asked));
export const readEntry = (file) => call("entry", { file });
export const renameEntry = (file, name) => call("entry", { file }, sent("POST", { name }));
export const removeEntry = (file, digest) => call("entry", { file }, sent("POST", { digest }));
export const readRemoved = () => call("removed", {});
export const bringBack = (number) => call("removed", {}, sent("POST", { number }));
export const forgetRemoved = (number) => call("removed", {}, sent("POST", { number, forget: true }));
export const readVersions = (file) => call("undo", { file });
export const readVersion = (file, version) => call("undo", { file, version });
export const restore = (file, version, digest) => call("undo", { file }, sent("POST", { version, digest }));
export const readFaces = (file, name) => call("faces", { file, name });

export const picture = (file, name, more = {}) => address("picture", { file, name, ...more });

// One upload, with its progress from 0 to 1.
export function upload(file, into, content, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", content, content.name || "photo.jpg");
    request.open("POST", address("upload", { file, into }));
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => (request.status === 201 ? resolve(request.response) : reject(new Unsaved(request.status, request.response)));
    request.onerror = () => reject(new Unsaved(0));
    request.send(form);
  });
}
