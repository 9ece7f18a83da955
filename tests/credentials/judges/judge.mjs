// Judges credentials with other people's verifiers; the network is replaced by the organization's own files.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, contexts, ...names] = process.argv.slice(2);
const read = (...parts) => JSON.parse(readFileSync(join(...parts), "utf-8"));
const did = read(folder, "did.json");
const files = {
  "https://www.w3.org/ns/credentials/v2": read(contexts, "credentials-v2.json"),
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": read(contexts, "open-badges-3.0.3.json"),
  "https://gerimis.example/.well-known/did.json": did,
  "https://gerimis.example/status.json": read(folder, "status.json"),
  [did.id]: did,
  ...Object.fromEntries(did.verificationMethod.map((one) => [one.id, { "@context": "https://w3id.org/security/multikey/v1", ...one }])),
};
globalThis.fetch = async (address) => {
  const found = files[typeof address === "string" ? address : address.url ?? address.href];
  return new Response(found ? JSON.stringify(found) : "", { status: found ? 200 : 404, headers: { "content-type": "application/json" } });
};

const vc = await import("@digitalbazaar/vc");
const { DataIntegrityProof } = await import("@digitalbazaar/data-integrity");
const { cryptosuite: rdfc } = await import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite");
const { createVerifyCryptosuite } = await import("@digitalbazaar/eddsa-jcs-2022-cryptosuite");
const { verifyCredential } = await import("@digitalcredentials/verifier-core");
const { AchievementCredentialValidator } = await import("@learncard/types");

const documentLoader = async (url) => {
  const document = files[url];
  if (!document) throw new Error(`asked for ${url}`);
  return { contextUrl: null, documentUrl: url, document };
};
const bazaar = async (credential, suite) => {
  const result = await vc.verifyCredential({
    credential, documentLoader, suite: new DataIntegrityProof({ cryptosuite: suite }), checkStatus: async () => ({ verified: true }),
  });
  if (!result.verified && process.env.JUDGES_WHY) console.error(String(result.error), JSON.stringify(result.error?.errors?.map(String)));
  return result.verified;
};
const dcc = async (credential) => {
  const result = await verifyCredential({ credential, knownDIDRegistries: [] });
  return Object.fromEntries((result.log ?? []).map((step) => [step.id, step.valid]));
};

const verdicts = {};
for (const name of names) {
  const credential = read(folder, name);
  verdicts[name] = {
    rdfc: await bazaar(credential, rdfc).catch(() => false),
    jcs: await bazaar({ ...credential, proof: credential.proof[1] }, createVerifyCryptosuite()).catch(() => false),
    dcc: await dcc(structuredClone(credential)).catch((error) => ({ error: String(error) })),
    shape: AchievementCredentialValidator.safeParse(credential).success,
  };
}
console.log(JSON.stringify(verdicts));
