// A visitor's own check of a signature. It asks nobody; only the second button asks the organization, for its two files.
"use strict";

const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const bytesOf = (text) => { // multibase base58btc
  let number = 0n;
  for (const letter of text.slice(1)) {
    const value = letters.indexOf(letter);
    if (value < 0 || text[0] !== "z") throw new Error("base58");
    number = number * 58n + BigInt(value);
  }
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  for (const letter of text.slice(1)) { if (letter !== "1") break; bytes.unshift(0); }
  return new Uint8Array(bytes);
};
const canonical = (value) => { // RFC 8785; credentials hold texts alone
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
};
const hash = async (value) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(value))));
const signer = async (signed) => { // the key that signed, or nothing
  const { proof, ...bare } = signed;
  const { proofValue, ...options } = proof.find((one) => one.cryptosuite === "eddsa-jcs-2022");
  const [did, name] = options.verificationMethod.split("#");
  const issuer = typeof signed.issuer === "object" ? signed.issuer.id : signed.issuer;
  const raw = bytesOf(name);
  if (did !== issuer || raw.length !== 34 || raw[0] !== 0xed || raw[1] !== 1) return "";
  const key = await crypto.subtle.importKey("raw", raw.slice(2), "Ed25519", false, ["verify"]);
  const message = new Uint8Array(64);
  message.set(await hash(options));
  message.set(await hash(bare), 32);
  return await crypto.subtle.verify("Ed25519", key, bytesOf(proofValue), message) ? name : "";
};
const json = async (address, abroad) => {
  const asked = abroad ? { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" } : {};
  const answer = await fetch(address, asked);
  if (!answer.ok) throw new Error(address);
  return answer.json();
};
const isWithdrawn = async (list, index, issuer, keys) => {
  if (list.issuer.id !== issuer || !keys.includes(await signer(list))) throw new Error("list");
  const text = list.credentialSubject.encodedList.slice(1).replaceAll("-", "+").replaceAll("_", "/");
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bits = new Uint8Array(await new Response(stream).arrayBuffer());
  if (index >> 3 >= bits.length) throw new Error("index");
  return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0;
};
const outcome = async (data, abroad) => {
  const credential = JSON.parse(data.credential);
  let key = "";
  try {
    key = await signer(credential);
  } catch (error) {
    return error.name === "NotSupportedError" || !globalThis.crypto?.subtle ? "unable" : "broken";
  }
  if (!key) return "broken";
  let keys = data.keys.split(" ").filter(Boolean);
  if (abroad) {
    try {
      const published = await json(data.didAt, true);
      const allowed = published.verificationMethod.filter((one) => published.assertionMethod.includes(one.id));
      keys = published.id === credential.issuer.id ? allowed.map((one) => one.publicKeyMultibase) : [];
    } catch {
      return "offline";
    }
  }
  if (!keys.length && !abroad) return "alone";
  if (!keys.includes(key)) return "foreign";
  const address = abroad ? data.listAt : data.list;
  if (!credential.credentialStatus) return "same";
  try {
    return await isWithdrawn(await json(address, abroad), Number(data.index), credential.issuer.id, keys) ? "withdrawn" : "same";
  } catch {
    return abroad ? "offline" : "list-unread";
  }
};

for (const box of document.querySelectorAll("details[data-credential]")) {
  const status = box.querySelector("[role=status]");
  for (const button of box.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      status.textContent = box.dataset.asking;
      const name = await outcome(box.dataset, "ask" in button.dataset);
      box.dataset.outcome = name;
      status.textContent = box.getAttribute(`data-${name}`);
    });
  }
}
