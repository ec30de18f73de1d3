// The layer bar, the layers and the Dockerfile: one choice, three pictures of it.

const STATUSES = { "expected": "s-expected", "oversized": "s-oversized", "not needed at run time": "s-not-needed",
  "not for production": "s-not-production", "fixed by the architecture": "s-fixed" };
const toggleLayer = (row) => go({ layer: state.layer === row ? undefined : row, line: undefined });
const toggleLine = (line) => go({ line: state.line === line ? undefined : line, layer: undefined });

function showLayers() {
  const { layers } = model.report;
  const heaviest = Math.max(1, ...layers.map((layer) => layer.unpacked || 0));
  const used = new Set(layers.filter((layer) => layer.unpacked).map((layer) => layer.status));
  fill(byId("layers-lead"), "Choose a layer", model.dockerfile && " or a line of the Dockerfile",
    "; the map, the findings and the packages follow.");
  put(byId("status-legend"),
    Object.keys(STATUSES).filter((status) => used.has(status)).map((status) => el("li", swatch(STATUSES[status]), status)),
    layers.some((layer) => layer.dead) && el("li", swatch("s-dead"), "dead"));
  for (const layer of layers) if (layer.unpacked) byId("layer-bar").append(segment(layer));
  byId("layer-list").append(el("table.layers",
    el("caption.hidden", "Layers, the lowest first"),
    el("thead", el("tr", ["#", "Layer", "Size", "Dead"].map((title, index) =>
      el(index > 1 ? "th.number" : "th", { scope: "col" }, title)))),
    el("tbody", layers.map((layer) => layerRow(layer, heaviest)))));
  showDockerfile();
  onChange(markOrigins);
}

function segment(layer) {
  const dead = el("span.dead-part");
  const button = el("button.segment." + STATUSES[layer.status], {
    type: "button", "data-row": layer.index, "aria-pressed": "false", onclick: () => toggleLayer(layer.index),
    title: `${layer.index}  ${instruction(layer).slice(0, 120)}: ${size(layer.unpacked)}, ${layer.status}`,
    "aria-label": `Layer ${layer.index}: ${size(layer.unpacked)}, ${layer.status}, dead ${size(layer.dead)}, `
      + instruction(layer).slice(0, 80),
  }, layer.dead > 0 && dead, layer.unpacked / model.image > 0.04 && el("span.segment-label", String(layer.index)));
  button.style.flexGrow = layer.unpacked;
  if (layer.dead > 0) dead.style.width = 100 * layer.dead / layer.unpacked + "%";
  return button;
}

function layerRow(layer, heaviest) {
  const bar = el("span.weight." + STATUSES[layer.status]);
  bar.style.width = 100 * (layer.unpacked || 0) / heaviest + "%";
  const isEmpty = layer.unpacked === null && !layer.absent;
  return el("tr" + (isEmpty || layer.unpacked === 0 ? ".empty" : ""), { "data-row": layer.index },
    el("td.number.dim", String(layer.index)),
    el("td", el("button.row", { type: "button", "aria-pressed": "false", onclick: () => toggleLayer(layer.index) },
      el("span.what", instruction(layer)),
      el("span.meta", swatch(STATUSES[layer.status]), layer.status,
        dim(el("span.purpose", " · ", layer.purpose), layer.origin && [" · ", el("span.nowrap", lines(layer.origin))])),
      el("span.reason", layer.reason),
      layer.unpacked > 0 && el("span.track", { "aria-hidden": "true" }, bar))),
    el("td.number", layer.absent ? "absent" : layer.unpacked !== null && bytes(layer.unpacked)),
    layer.dead === null && layer.unpacked !== null ? el("td.number.dim", { title: "an absent layer above may hide it" }, "?")
      : el("td.number.dead-text", layer.dead > 0 && bytes(layer.dead)));
}

/** The file as it is, what each instruction weighs in its margin. */
function showDockerfile() {
  const box = byId("dockerfile");
  const file = model.dockerfile;
  if (!file) {
    byId("origin-columns").classList.add("single");
    return put(box, el("p.dim", model.texts.match ? model.texts.match + "."
      : "No Dockerfile was named: with -f Dockerfile every layer, package and finding has its line here."));
  }
  const source = (file.text ?? model.texts.source).replaceAll("\r", "").replaceAll("\t", "    ").replace(/\n$/, "").split("\n");
  const heaviest = Math.max(1, ...file.instructions.map((one) => one.unpacked ?? one.traced));
  const starts = new Map(file.instructions.map((one) => [one.startLine, one]));
  const code = el(".code", { role: "group", "aria-label": "Dockerfile with the weight of each instruction" });
  for (let number = 1; number <= source.length;) {
    const found = starts.get(number);
    const end = found ? Math.max(found.endLine, number) : number;
    code.append(block(found, source.slice(number - 1, end), number, heaviest));
    number = end + 1;
  }
  put(box, el("h3", (file.file ?? "Dockerfile made of the history").split("/").pop()), el("p.dim.match", model.texts.match), code);
}

function block(found, texts, first, heaviest) {
  const rows = texts.map((text, index) => el(".src", el("span.ln", String(first + index)), sourceText(text, found && index === 0)));
  if (!found) return el(".block.plain-lines", el("span.margin"), el(".srcs", rows));
  const weight = found.unpacked ?? (found.traced || null);
  const bar = el("span.weight");
  bar.style.width = 100 * (weight || 0) / heaviest + "%";
  const isTraced = found.unpacked === null && found.traced > 0;
  const through = isTraced && "in the image through line " + found.through.join(", ");
  const margin = el("span.margin",
    weight > 0 && [bar, el("span", { title: through }, isTraced && dim("→" + found.through.join(", ") + " "), bytes(weight))],
    found.dead > 0 && el("span.dead-text", bytes(found.dead), " dead"));
  const words = [`Line ${first}: ${found.keyword}`, weight > 0 && size(weight), through, found.dead > 0 && `dead ${size(found.dead)}`];
  return el("button.block", {
    type: "button", "data-line": found.startLine, "aria-pressed": "false", "aria-label": words.filter(Boolean).join(", "),
    onclick: () => toggleLine(found.startLine),
  }, margin, el(".srcs", rows));
}

/** The keyword set off; a comment dimmed. */
function sourceText(text, isFirst) {
  const [, lead, word, rest] = /^(\s*)(\S*)([^]*)$/.exec(text);
  if (word.startsWith("#")) return el("span.txt.dim", text);
  return el("span.txt", lead, isFirst ? el("b", word) : word, rest);
}

/** Marks what is chosen in all three. */
function markOrigins() {
  const rows = chosenRows();
  const chosen = state.layer !== undefined ? model.report.layers[state.layer].origin : null;
  const mark = (node, isChosen, isDirect) => {
    node.classList.toggle("chosen", isChosen);
    const button = node.matches("button") ? node : node.querySelector("button");
    button.setAttribute("aria-pressed", String(isDirect));
  };
  for (const node of document.querySelectorAll("#layer-bar [data-row], #layer-list [data-row]")) {
    const row = Number(node.dataset.row);
    mark(node, Boolean(rows?.has(row)), row === state.layer);
  }
  for (const node of document.querySelectorAll("#dockerfile [data-line]")) {
    const line = Number(node.dataset.line);
    mark(node, line === state.line || line === chosen?.startLine, line === state.line);
  }
  byId("layers").classList.toggle("filtered", isFiltered());
}
