// The findings: a list that opens, filtered by text, severity and what is chosen.

const SEVERITIES = ["high", "medium", "low", "info"];
const findingFilter = { text: "", severities: new Set() };

function startFindings() {
  const search = searchBox("finding-search", "Search findings", (text) => { findingFilter.text = text; listFindings(); });
  const buttons = SEVERITIES.map((severity) => {
    const number = model.report.findings.filter((finding) => finding.severity === severity).length;
    const toggle = (event) => {
      const isOn = !findingFilter.severities.delete(severity) && Boolean(findingFilter.severities.add(severity));
      event.currentTarget.setAttribute("aria-pressed", String(isOn));
      listFindings();
    };
    return number > 0 && el("button", { type: "button", "aria-pressed": "false", "data-severity": severity, onclick: toggle },
      swatch("sev-" + severity), `${severity} `, dim(String(number)));
  });
  const isEmpty = model.report.findings.length === 0;
  put(byId("findings"), !isEmpty && el(".filters", search, el(".modes", { role: "group", "aria-label": "Severity" }, buttons)),
    el("p.dim.count", { id: "finding-count", role: "status" }), el("ol.findings", { id: "finding-list" }));
  for (const finding of model.report.findings) {
    const { title, id, risk, effort, evidence, fixes } = finding;
    finding.text = [title, id, risk, effort, ...evidence, ...fixes.map((fix) => fix.text)].join(" ").toLowerCase();
  }
  put(byId("finding-list"), model.report.findings.map(findingRow));
  onChange((changed, isFirst) => {
    if (isFirst || changed.has("layer") || changed.has("line")) listFindings();
    if (!changed.has("finding")) return;
    for (const row of byId("finding-list").children) openFinding(row, row.dataset.id === state.finding);
    if (state.finding !== undefined) reveal("findings", document.querySelector("#finding-list > .chosen"), isFirst);
  });
}

/** Hides what does not fit; rows stay, so that what is open stays open. */
function listFindings() {
  let shown = 0;
  const { findings } = model.report;
  [...byId("finding-list").children].forEach((row, index) => {
    const finding = findings[index];
    row.hidden = !(fitsFilter(finding.layers, finding.origins) && finding.text.includes(findingFilter.text)
      && (!findingFilter.severities.size || findingFilter.severities.has(finding.severity)));
    if (!row.hidden) shown += 1;
  });
  byId("finding-count").textContent = !findings.length ? "No finding: no rule found anything that holds bytes."
    : shown === findings.length ? `${plural(shown, "finding")}, the weightiest first`
    : `${count(shown)} of ${plural(findings.length, "finding")}`;
}

function findingRow(finding) {
  const standing = finding.exception !== null ? "meant so" : finding.counts ? null
    : finding.intent ? `waits for “${finding.intent}”` : "an alternative";
  const toggle = () => go({ finding: state.finding === finding.id ? undefined : finding.id });
  return el("li.finding", { "data-id": finding.id },
    el("button.finding-head", { type: "button", "aria-expanded": "false", onclick: toggle },
      swatch("sev-" + finding.severity), el("span.hidden", finding.severity + ": "),
      el("span.finding-title", finding.title),
      el("span.finding-bytes", !finding.exact && "at least ", bytes(finding.bytes)),
      el("span.finding-meta", riskTag(finding), dim(finding.effort), place(finding) && dim(place(finding)),
        standing ? el("span.tag.word", standing)
          : finding.added !== finding.bytes && dim("adds ", bytes(finding.added), " to those above"))));
}

function openFinding(row, isOpen) {
  const finding = model.report.findings[model.findingOf.get(row.dataset.id)];
  row.classList.toggle("chosen", isOpen);
  row.firstChild.setAttribute("aria-expanded", String(isOpen));
  if (isOpen && !row.querySelector(".finding-body")) row.append(findingBody(finding));
  const body = row.querySelector(".finding-body");
  if (body) body.hidden = !isOpen;
}

function findingBody(finding) {
  return el(".finding-body",
    finding.exception !== null && el("p", el("b", "Meant so: "), finding.exception),
    finding.evidence.length > 0 && [el("h4", "Evidence"), el("ul.evidence", finding.evidence.map((fact) => el("li", prose(fact))))],
    el("h4", finding.risk === "none" ? "Risk: none" : `Risk: ${finding.risk}`), el("p.risk-reason", finding.riskReason),
    finding.fixes.length > 0 && el("h4", [, "Fix", "Fixes, either of them"][finding.fixes.length] ?? "Fixes, any of them"),
    finding.fixes.map((fix) => el(".fix",
      el("p", prose(fix.text), fix.saves !== null && [" Saves ", fix.saves ? bytes(fix.saves) : "nothing", "."]),
      fix.diff && diff(fix.diff))),
    quotes(finding),
    claims(finding),
    el("p.foot", el("a", { href: address({ finding: finding.id }), "aria-label": "Link to this finding" }, "#" + finding.id),
      finding.needsBase && dim(bytes(finding.baseBytes), " of it in the base"),
      finding.stored !== null && dim(bytes(finding.stored), " as stored")));
}

function diff(text) {
  return el("pre.diff", { tabindex: "0", "aria-label": "Change as a unified diff" }, text.replace(/\n$/, "").split("\n").map((line) =>
    el("span." + ({ "+": "plus", "-": "minus", "@": "at" }[line[0]] ?? "same"), codeLine(line))));
}

/** The Dockerfile's lines that the fix is about. */
function quotes(finding) {
  const source = model.dockerfile && (model.dockerfile.text ?? model.texts.source);
  if (!source || !finding.origins.length) return null;
  const all = source.replaceAll("\r", "").split("\n");
  const quote = (origin) => el("pre.quote", { tabindex: "0", "aria-label": "Dockerfile, " + lines(origin) },
    all.slice(origin.startLine - 1, origin.endLine).map((line, index) =>
      el("span", el("span.ln", String(origin.startLine + index).padStart(3)), " ", codeLine(line))));
  return el(".quoted", el("h4", "In the Dockerfile"), finding.origins.map(quote));
}

/** The set, a row each; the first of them until more are asked for. */
function claims(finding) {
  if (!finding.claims.length) return null;
  const list = el("ul.claims");
  const step = 8;
  const part = (ranges) => size(ranges.reduce((sum, range) => sum + range.end - range.start, 0));
  const row = (claim) => el("li",
    el("a", { href: address({ finding: finding.id, by: "directory", path: claim.path }) }, claim.path), " ",
    dim("layer " + claim.layer, claim.ranges && `, ${part(claim.ranges)} of it`, claim.kept && `, kept as ${claim.kept.path}`));
  const extend = (from, to) => put(list, finding.claims.slice(from, to).map(row));
  extend(0, step);
  let shown = step;
  const more = finding.claims.length > step && el("button.quiet", { type: "button", onclick: (event) => {
    extend(shown, shown + 100);
    shown += 100;
    if (shown >= finding.claims.length) event.currentTarget.remove();
    else event.currentTarget.textContent = `and ${count(finding.claims.length - shown)} more`;
  } }, `and ${count(finding.claims.length - step)} more`);
  return el(".claimed", el("h4", `What it claims: ${plural(finding.claims.length, "path")}`), list, more);
}
