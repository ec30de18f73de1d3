// What is chosen stands in the address, so every view has a link and the browser's Back undoes a step.
//   layer=ROW  line=FIRST LINE   what the rest is filtered by
//   finding=ID  package=KEY      what the map lights up
//   by=directory|owner|layer  in=GROUP  path=PATH   the place in the map

const state = { by: "directory" };
const views = [];
const KEYS = ["layer", "line", "finding", "package", "by", "in", "path"];

/** Registers a view: called with the state and the keys that changed. */
const onChange = (view) => views.push(view);

function address(changes) {
  const next = { ...state, ...changes };
  if (next.by === "directory") { delete next.by; delete next.in; }
  const query = new URLSearchParams();
  for (const key of KEYS) if (next[key] !== undefined && next[key] !== null && next[key] !== "") query.set(key, next[key]);
  return "#" + query.toString().replaceAll("%2F", "/");
}

function go(changes) {
  const target = address(changes);
  if (target === (location.hash || "#")) return;
  if (target === "#") { history.pushState(null, "", "#"); follow(); } else location.hash = target;
}

function follow(isFirst = false) {
  const text = location.hash.slice(1);
  // A section's own name is an anchor and no choice.
  if (text && !text.includes("=")) {
    if (text === "findings" || text === "packages") showTab(text);
    if (!isFirst) return;
  }
  const query = text.includes("=") ? new URLSearchParams(text) : new URLSearchParams();
  const changed = new Set();
  for (const key of KEYS) {
    let value = query.get(key) ?? (key === "by" ? "directory" : undefined);
    if (key === "layer" || key === "line") {
      value = value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
      if (key === "layer" && value >= model.report.layers.length) value = undefined;
      if (key === "line" && value !== undefined && !instructionAt(value)) value = undefined;
    }
    if (key === "finding" && !model.findingOf.has(value)) value = undefined;
    if (key === "package" && value !== undefined) value = packageNamed(value);
    if (key === "by" && !["directory", "owner", "layer"].includes(value)) value = "directory";
    if (state[key] !== value) changed.add(key);
    state[key] = value;
  }
  if (changed.size || isFirst) for (const view of views) view(changed, isFirst);
}

/** `pypi/torch@2.1`, `pypi/torch` and `torch` all lead to the package. */
function packageNamed(text) {
  if (model.packageOf.has(text)) return text;
  const found = model.report.packages.find((one) => `${one.ecosystem}/${one.name}` === text || one.name === text);
  return found && packageKey(found);
}

const isFiltered = () => state.layer !== undefined || state.line !== undefined;

/** Rows that the chosen layer and line stand for; null for all. */
function chosenRows() {
  if (state.layer !== undefined) return new Set([state.layer]);
  if (state.line !== undefined) return new Set(instructionAt(state.line).rows);
  return null;
}

/** Whether an origin is the chosen line; with a layer chosen as well both must hold. */
const isChosenLine = (origin) => Boolean(origin) && (origin.startLine === state.line || origin.through === state.line);

/** By node: whether the chosen layer or line put it there. */
function mask() {
  const rows = chosenRows();
  if (!rows) return null;
  const fits = model.tree.origins.map((origin) => state.layer === undefined && isChosenLine(origin));
  return Uint8Array.from(model.row, (row, node) => rows.has(row) || (model.origin[node] >= 0 && fits[model.origin[node]]) ? 1 : 0);
}

function fitsFilter(rows, origins) {
  const chosen = chosenRows();
  if (!chosen) return true;
  return rows.some((row) => chosen.has(row)) || (state.layer === undefined && origins.some(isChosenLine));
}

/** Above everything: what is chosen, and the way out of it. */
function showChips() {
  const chips = [];
  const chip = (key, label, value) => chips.push(el("button.chip", {
    type: "button", onclick: () => go({ [key]: undefined }), "aria-label": `Clear: ${label} ${value}`,
  }, el("span.chip-key", label), el("span.chip-value", value), el("span", { "aria-hidden": "true" }, "×")));
  if (state.layer !== undefined) chip("layer", "Layer " + state.layer, instruction(model.report.layers[state.layer]));
  if (state.line !== undefined) {
    const found = instructionAt(state.line);
    chip("line", "Line " + state.line, found.keyword + stageOf(found));
  }
  if (state.finding !== undefined) chip("finding", "Finding", model.report.findings[model.findingOf.get(state.finding)].title);
  if (state.package !== undefined) chip("package", "Package", packageName(model.report.packages[model.packageOf.get(state.package)]));
  const box = byId("chips");
  box.hidden = !chips.length;
  fill(box, chips, chips.length > 1 && el("button.quiet", { type: "button", onclick: clearChoice }, "Clear all"));
}

const clearChoice = () => go({ layer: undefined, line: undefined, finding: undefined, package: undefined });
