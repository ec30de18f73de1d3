// First sight: how big, how much of it can go, and the moves that matter.

const RISKS = ["none", "low", "medium", "high"];
const riskWords = (risk) => risk === "none" ? "no risk" : risk + " risk";

function showSummary() {
  const { report, texts } = model;
  const { image, totals, base, layers } = report;
  const name = image.reference || image.source;
  const absent = layers.filter((layer) => layer.absent).length;
  document.title = printable(name) + " · tare";
  const about = [image.platform, base.distribution, base.name && "on " + base.name, image.configDigest.slice(0, 19)];
  put(byId("summary"),
    el("h1", { id: "image" }, name),
    el("p.about", about.filter(Boolean).join(" · ")),
    el(".figures",
      figure("total", totals.unpacked, totals.atLeast?.unpacked, "of content", [
        plural(layers.filter((layer) => !layer.empty).length, "layer"), absent > 0 && `, ${count(absent)} of them absent`,
        totals.files !== null && `, ${plural(totals.files, "file")}`]),
      figure("dead", totals.dead, totals.atLeast?.dead, "dead", "hidden by later layers"),
      el(".scale",
        el("p.scale-title", "Can go without changing the architecture, by the risk you take"),
        el("dl.steps", RISKS.map((risk) =>
          step(risk === "none" ? "none" : "up to " + risk, totals.removable.asIs[risk], "risk-" + risk))))),
    goBar(),
    el("p.reality", texts.reality),
    moves());
}

function figure(id, number, bound, label, note) {
  return el(`.figure.${id}${number === 0 ? ".nothing" : ""}`, { id: "figure-" + id },
    el("p.big", number === null && bound !== undefined ? [el("small", "at least "), bytes(bound)] : bytes(number)),
    el("p.label", label, number !== null && id === "dead" && dim(" " + percent(number, model.image))),
    el("p.dim", note));
}

const step = (label, number, id) => el(".step", { id },
  el("dt", swatch(id), label), el("dd", bytes(number), dim(" " + percent(number, model.image))));

/** The owner's words that would free more than all that counts anyway, the largest first. */
const words = () => Object.entries(model.report.totals.removable.withIntent)
  .filter(([, number]) => number > model.report.totals.removable.asIs.high).sort((left, right) => right[1] - left[1]);

/** The whole image as one bar: what goes at which risk, what waits for a word, what stays. */
function goBar() {
  const { asIs } = model.report.totals.removable;
  const parts = RISKS.map((risk, index) => ["risk-" + risk, riskWords(risk), asIs[risk] - (index ? asIs[RISKS[index - 1]] : 0)]);
  const [word] = words();
  if (word) parts.push(["waits", `waits for the word “${word[0]}”`, word[1] - asIs.high]);
  parts.push(["stays", "stays", model.image - parts.reduce((sum, part) => sum + part[2], 0)]);
  const shown = parts.filter((part) => part[2] > 0);
  const bar = el(".go-bar", { role: "img", "aria-label": shown.map((part) => `${part[1]}: ${size(part[2])}`).join(", ") });
  for (const [kind, label, number] of shown) {
    const piece = el("." + kind, { title: `${label}: ${size(number)}` });
    piece.style.flexGrow = number;
    bar.append(piece);
  }
  return [bar, words().length > 0 && el("p.words", { id: "words" }, "With your word: ",
    words().map(([name, number], index) =>
      [index > 0 && ", ", swatch("waits"), el("b", name), " ", bytes(number), dim(" " + percent(number, model.image))]),
    dim(" (each includes all of the above)"))];
}

/** What the moves are ranked by: what a finding adds; what waits for a word counts by itself, once a group. */
function chosenMoves() {
  const groups = new Set();
  return model.report.findings.map((finding) => ({ finding, saving: finding.counts ? finding.added : finding.intent ? finding.bytes : 0 }))
    .filter((move) => move.saving > 0 && move.finding.exception === null)
    .sort((left, right) => right.saving - left.saving)
    .filter(({ finding }) => !finding.group || (!groups.has(finding.group) && groups.add(finding.group)))
    .slice(0, 3);
}

function moves() {
  const chosen = chosenMoves();
  if (!chosen.length) return el("p.note", "Nothing can go: no rule found anything that holds bytes.");
  return [
    el("h2", chosen.length === 1 ? "The move that matters" : `The ${chosen.length === 2 ? "two" : "three"} moves that matter`),
    el("ol.moves", chosen.map(({ finding, saving }) => el("li",
      el("a.move", { href: address({ finding: finding.id }), "data-finding": finding.id },
        el("p.saving", !finding.exact && el("small", "at least "), bytes(saving), dim(" " + percent(saving, model.image))),
        el("p.move-title", finding.title),
        el("p.tags", riskTag(finding), finding.intent && el("span.tag.word", "your word: " + finding.intent),
          el("span.tag", finding.effort), place(finding) && el("span.tag", place(finding))))))),
  ];
}

const riskTag = (finding) => el("span.tag.risk", { "data-risk": finding.risk }, swatch("risk-" + finding.risk), riskWords(finding.risk));

const place = (finding) => finding.origins.length
  ? finding.origins.slice(0, 2).map(lines).join(", ")
  : finding.layers.slice(0, 2).map((row) => "layer " + row).join(", ");

function showFooter() {
  const { report } = model;
  const { dive, checked, notes, image } = report;
  put(byId("footer"),
    notes.length > 0 && [el("h2", "Notes"),
      el("ul.plain", notes.map((note) => el("li", note.layer !== null && `layer ${note.layer}: `, note.text)))],
    checked.length > 0 && el("details", el("summary", `Looked for and not found: ${plural(checked.length, "rule")}`),
      el("dl.checked", checked.map((one) => [el("dt", one.rule), el("dd", one.reason)]))),
    el("p.dim", "Sizes are bytes of content, 1 kB = 1,000 bytes; hover any to see it whole. ",
      "A saving is the size of a set of bytes, so nothing is counted twice. ",
      dive.efficiency !== null && "dive says of the same layers: "
        + `efficiency ${(dive.efficiency * 100).toFixed(1)} %, ${size(dive.wastedBytes)} wasted. `,
      `Source: ${image.source}; config ${image.configDigest}.`));
}
