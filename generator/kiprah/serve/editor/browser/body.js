// A body in its boxes: the story, the questions of a reflection, what is private. Put together again it is the same text.
const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const PRIVATE = /\{[^{}]*visibility=["']?private["']?[^{}]*\}[ \t]*$/;
const COMMENT = /^<!--([^]*?)-->[ \t]*\n?$/;

// The lines of a body; a comment that stands alone is one, however many lines it takes.
function linesOf(body) {
  const found = [];
  let fence = "";
  const lines = body.match(/[^\n]*\n|[^\n]+/g) ?? [];
  for (let index = 0; index < lines.length; index++) {
    let line = lines[index];
    const mark = FENCE.exec(line)?.[1];
    if (mark && (!fence || mark === fence)) fence = fence ? "" : mark;
    if (!fence && line.startsWith("<!--")) {
      let end = index;
      let whole = line;
      while (!whole.includes("-->") && end + 1 < lines.length) whole += lines[++end];
      if (COMMENT.test(whole)) {
        line = whole;
        index = end;
      }
    }
    found.push({ line, code: Boolean(fence || mark) });
  }
  return found;
}

export function piecesOf(body) {
  const pieces = [{ kind: "story", label: "", head: "", text: "" }];
  let level = 0; // of the private section that is open
  let reflecting = false;
  for (const { line, code } of linesOf(body)) {
    const heading = code ? null : HEADING.exec(line.trimEnd());
    const comment = code ? null : COMMENT.exec(line);
    const depth = heading?.[1].length ?? 0;
    if (heading && PRIVATE.test(heading[2])) {
      level = level ? Math.min(level, depth) : depth;
      pieces.push({ kind: "private", label: heading[2].replace(PRIVATE, "").trim(), head: line, text: "" });
    } else if (heading && level && depth <= level) {
      level = 0;
      pieces.push(piece(heading, line));
      reflecting = pieces.at(-1).kind === "reflection";
    } else if (heading && !level && depth <= 3 && isReflection(heading[2])) {
      pieces.push(piece(heading, line));
      reflecting = true;
    } else if (heading && reflecting && depth <= 2 && !level) {
      reflecting = false;
      pieces.push({ kind: "story", label: heading[2], head: "", text: line });
    } else if (comment && !level && !/visibility/.test(comment[1])) {
      pieces.push({ kind: reflecting ? "question" : "story", label: comment[1].trim().replace(/\s+/g, " "), head: line, text: "" });
    } else {
      pieces.at(-1).text += line;
    }
  }
  return pieces;
}

const isReflection = (title) => ["refleksi", "reflection"].includes(title.trim().replace(/:$/, "").toLowerCase());

const piece = (heading, line) =>
  isReflection(heading[2])
    ? { kind: "reflection", label: heading[2].trim(), head: line, text: "" }
    : { kind: "story", label: heading[2], head: "", text: line };

export const bodyOf = (pieces) => pieces.map(({ head, text }) => head + text).join("");

// What somebody types into a box: blank lines around it belong to the file.
export const shownText = ({ text }) => text.replace(/^(?:[ \t]*\n)+|\s+$/g, "");

export function withText(pieces, index, typed) {
  const old = pieces[index];
  if (typed.replace(/\s+$/, "") === shownText(old)) return pieces;
  const isLast = index === pieces.length - 1;
  const lead = /^(?:[ \t]*\n)*/.exec(old.text)[0] || (old.head || index ? "\n" : "");
  const trail = shownText(old) ? /\s*$/.exec(old.text)[0] : isLast ? "\n" : "\n\n";
  const text = typed.trim() ? (shownText(old) ? lead : old.head ? "\n" : lead) + typed.replace(/\s+$/, "") + (trail || "\n") : isLast && !old.head ? "" : "\n";
  return pieces.map((one, number) => (number === index ? { ...one, text } : one));
}

const ended = (body) => (!body.trim() ? "" : body.endsWith("\n") ? body : `${body}\n`);

export const withReflection = (body, title, questions) =>
  `${ended(body)}\n## ${title}\n\n${questions.map((question) => `<!-- ${question} -->\n`).join("\n")}`;

export const withQuestions = (body, questions) => `${ended(body)}\n${questions.map((one) => `<!-- ${one} -->\n`).join("\n")}`;

export const withPrivate = (body, title) => `${ended(body)}\n## ${title} {visibility=private}\n`;
