// Lighthouse's mobile preset over one page. Reads {endpoint, url} from stdin, writes scores and what cost points, as JSON.
import { text } from "node:stream/consumers";
import lighthouse from "lighthouse";

const PHONE = 400; // what Lighthouse's own benchmark says of the middling phone it plays
const SLOWER = 4; // how much slower the preset makes a processor, meant for a desktop of four times that
const TRIES = 3; // other work on the machine shows as slowness; what a page can reach is its best
const { endpoint, url } = JSON.parse(await text(process.stdin));
const { port } = new URL(endpoint);

async function measured(slower) {
  const flags = { port, output: "json", logLevel: "error", disableFullPageScreenshot: true };
  const config = { extends: "lighthouse:default", settings: { throttling: { cpuSlowdownMultiplier: slower } } };
  const { lhr } = await lighthouse(url, flags, config);
  const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score]));
  const short = Object.values(lhr.categories).flatMap(({ id: category, auditRefs }) =>
    auditRefs
      .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${category}: ${id} ${lhr.audits[id].score} ${lhr.audits[id].displayValue ?? ""}`.trim()),
  );
  return { error: lhr.runtimeError?.message ?? "", machine: lhr.environment.benchmarkIndex, slower, scores, short };
}

const tries = [await measured(SLOWER)];
while (tries.length < TRIES && !Object.values(tries.at(-1).scores).every((score) => score === 1)) {
  // On a slower or a busy machine a fourth of its speed is no phone's any more.
  tries.push(await measured(Math.max(1, Math.min(SLOWER, tries.at(-1).machine / PHONE))));
}
process.stdout.write(JSON.stringify(tries));
