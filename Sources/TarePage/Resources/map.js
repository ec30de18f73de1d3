// The map on the page: canvas, breadcrumb, detail, and the list that says the same to keyboard and screen reader.

const LEVEL = 60;
const map = { arrangements: {}, top: 0, cells: [], shown: LEVEL, active: 0 };
const MODES = { directory: "Directory", owner: "Owner", layer: "Layer" };
const MAP_COLOURS = {
  package: "package", application: "application", base: "base system", nobody: "no owner",
  claimed: "can go", dead: "dead", same: "there twice", lit: "chosen",
};

function startMap() {
  put(byId("modes"), Object.entries(MODES).map(([by, label]) =>
    el("button", { type: "button", "data-by": by, onclick: () => go({ by, in: undefined, path: undefined }) }, label)));
  put(byId("map-legend"), Object.entries(MAP_COLOURS).map(([kind, label]) => el("li", swatch("m-" + kind), label)));
  const canvas = byId("canvas"), level = byId("level");
  canvas.addEventListener("mousemove", (event) => hover(cellAt(event)));
  canvas.addEventListener("mouseleave", () => hover(null));
  canvas.addEventListener("click", (event) => { const cell = cellAt(event); if (cell) enter(firstStep(cell.at)); });
  level.addEventListener("keydown", levelKey);
  level.addEventListener("click", (event) => { const item = event.target.closest("[data-at]"); if (item) choose(item, true); });
  for (const kind of ["mouseover", "focusin"]) level.addEventListener(kind, (event) => {
    const item = event.target.closest("[data-at]");
    if (item) point(Number(item.dataset.at));
  });
  new ResizeObserver(() => paint(true)).observe(byId("canvas-box"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  onChange(updateMap);
}

/** Colours as the style sheet has them, resolved for the theme in force. */
function recolour() {
  const style = getComputedStyle(byId("canvas"));
  const colours = {
    font: getComputedStyle(document.body).fontFamily, ink: style.color, dim: style.outlineColor, frame: style.backgroundColor,
    gap: style.borderTopColor, unlit: style.borderBottomColor, onCell: style.borderLeftColor, onLit: style.borderRightColor,
  };
  for (const kind of Object.keys(MAP_COLOURS)) {
    colours[kind] = getComputedStyle(document.querySelector(".swatch.m-" + kind)).backgroundColor;
  }
  map.painter = new Painter(byId("canvas"), colours);
  paint(true);
}

// MARK: Sums and place

function updateMap(changed, isFirst) {
  const moved = changed.has("by") || changed.has("in") || changed.has("path");
  if (isFirst || ["by", "layer", "line", "finding", "package"].some((key) => changed.has(key))) {
    map.tree = map.arrangements[state.by] ??= new Arrangement(state.by);
    map.lit = lighting();
    map.tree.weigh(mask(), map.lit);
  }
  map.wanted = null;
  map.top = topOf();
  // Walking out puts the pointer where it came from.
  if (moved) { map.shown = LEVEL; map.active = Math.max(0, map.tree.children(map.top).indexOf(map.wanted ?? map.left ?? -1)); }
  map.active = Math.min(map.active, Math.max(0, map.tree.children(map.top).length - 1));
  for (const button of byId("modes").children) button.setAttribute("aria-pressed", String(button.dataset.by === state.by));
  showCrumbs();
  showLevel();
  paint(true);
  hover(null);
  if (map.wanted) point(map.wanted);
}

/** Bytes by node that are lit: those a finding claims, or those a package owns. */
function lighting() {
  if (state.finding !== undefined) return spread(model.tree.findings[model.findingOf.get(state.finding)], new Float64Array(model.n));
  if (state.package === undefined) return null;
  const owner = model.packageOf.get(state.package);
  return model.size.map((bytes, node) => model.kind[node] === KIND.file && model.owner[node] === owner ? bytes : 0);
}

/** The node that the address names; as far down as it leads. */
function topOf() {
  const { tree } = map;
  let top = 0;
  if (tree.ref && state.in !== undefined) top = [...tree.groups].find(([group]) => groupKey(group) === state.in)?.[1] ?? 0;
  if (tree.ref && !top) return 0;
  if (state.path === undefined) return tree.ref ? top : tree.descend(0);
  let target = find(state.path);
  if (target < 0) return top;
  if (model.kind[target] === KIND.link) target = model.linked.get(target);
  if (!tree.ref) top = target;
  else {
    // In a group the path has a node of its own.
    for (const name of path(target).split("/").filter(Boolean)) {
      let child = tree.first[top];
      while (child >= 0 && model.name[tree.node(child)] !== name) child = tree.next[child];
      if (child < 0) break;
      top = child;
    }
  }
  if (tree.first[top] >= 0) return tree.descend(top);
  map.wanted = top;
  return Math.max(0, tree.parent[top]);
}

const groupKey = (group) => state.by === "layer" ? String(group)
  : group >= 0 ? packageKey(model.report.packages[group]) : { "-1": "application", "-2": "base", "-3": "nobody", "-4": "dead" }[group];

/** What in the present level leads to a cell further in, and on to where the bytes part. */
function firstStep(at) {
  const steps = [];
  for (let step = at; step > 0 && step !== map.top; step = map.tree.parent[step]) steps.push(step);
  let next = steps.pop() ?? at;
  const leadsOn = (step) => map.tree.first[step] >= 0 && (map.tree.main(next) === step || map.tree.descend(next) !== next);
  while (steps.length && leadsOn(steps.at(-1))) next = steps.pop();
  return next;
}

function placeOf(at) {
  const { tree } = map;
  if (!tree.ref) return { in: undefined, path: at === 0 ? undefined : path(at) };
  if (at === 0) return { in: undefined, path: undefined };
  return { in: groupKey(tree.group[at]), path: tree.isGroup(at) ? undefined : path(tree.node(at)) };
}

function enter(at) {
  if (map.tree.first[at] < 0) return point(at);
  map.left = null;
  go(placeOf(at));
}

function leave() {
  const { tree } = map;
  let at = map.top;
  if (at <= 0) return;
  // Over directories that hold nothing but one directory.
  do { map.left = at; at = tree.parent[at]; } while (at > 0 && !tree.isGroup(at) && tree.children(at).length < 2);
  go(placeOf(at));
}

function showCrumbs() {
  const { tree } = map;
  const steps = [];
  for (let at = map.top; at > 0; at = tree.parent[at]) steps.push(at);
  const last = steps[0];
  const root = { directory: "/", owner: "All owners", layer: "All layers" }[state.by];
  const jump = (at) => { map.left = null; go(placeOf(at)); };
  const crumb = (at, label) =>
    el("button", { type: "button", onclick: () => jump(at), "aria-current": at === map.top ? "location" : null }, label);
  fill(byId("crumbs"), el("ol", el("li", crumb(0, root)),
    steps.reverse().map((at) => el("li", crumb(at, tree.isGroup(at) ? tree.label(at) : model.name[tree.node(at)])))),
    el("span.here", bytes(tree.bytes[map.top]), state.finding !== undefined || state.package !== undefined
      ? el("span.lit-sum", { id: "lit-sum" }, swatch("m-lit"), bytes(tree.lit[map.top]), " chosen") : null));
  return last;
}

// MARK: The list

function showLevel() {
  const { tree } = map;
  const items = tree.children(map.top);
  const level = byId("level");
  const hadFocus = level.contains(document.activeElement);
  const rows = items.slice(0, map.shown).map((at, index) => levelRow(at, index, items.length));
  if (items.length > map.shown) {
    const rest = items.slice(map.shown).reduce((sum, at) => sum + tree.bytes[at], 0);
    rows.push(el("li.more", { role: "option", tabindex: "-1", "data-at": "more", "aria-selected": "false" },
      `and ${count(items.length - map.shown)} more, ${size(rest)}`));
  }
  if (!rows.length) rows.push(el("li.more", { role: "option", "aria-disabled": "true", "aria-selected": "false" },
    isFiltered() ? "Nothing here is of the chosen layer or line." : "Nothing here weighs anything."));
  fill(level, rows);
  rove(Math.min(map.active, rows.length - 1), hadFocus);
  const what = `Treemap of ${printable(tree.label(map.top)) || "the image"}: ${plural(items.length, "part")}, ${size(tree.bytes[map.top])}.`;
  byId("canvas").setAttribute("aria-label", what + " The list below says the same.");
}

function levelRow(at, index, length) {
  const { tree } = map;
  const total = tree.bytes[map.top], isOpen = tree.first[at] >= 0;
  const [part, word, kind] = map.lit ? [tree.lit[at], "chosen", "m-lit"] : [tree.claimed[at], "can go", "m-claimed"];
  const notes = [["m-dead", tree.dead[at], "dead"], [kind, part, word]].filter((note) => note[1] > 0);
  const bar = el("span.weight.m-" + ownerKind(map.painter.heaviest(tree, at)));
  bar.style.width = 100 * tree.bytes[at] / (tree.bytes[tree.children(map.top)[0]] || 1) + "%";
  const label = tree.label(tree.isGroup(at) ? at : tree.descend(at), map.top);
  const said = [label, isOpen ? plural(tree.files[at], "content") : "file", size(tree.bytes[at]), percent(tree.bytes[at], total)];
  return el("li", {
    role: "option", tabindex: "-1", "data-at": String(at), "aria-selected": "false", "aria-posinset": index + 1, "aria-setsize": length,
    "aria-label": [...said, ...notes.map(([, part, word]) => `${size(part)} ${word}`)].join(", "),
  }, el("span.track", bar), el("span.item", label),
    el("span.notes", notes.map(([kind, part, word]) => el("span", swatch(kind), size(part), " ", word))),
    el("span.number", bytes(tree.bytes[at])));
}

/** One item is in the tab order; arrows move it. */
function rove(index, withFocus) {
  const items = [...byId("level").children];
  if (!items.length) return;
  map.active = Math.max(0, Math.min(index, items.length - 1));
  items.forEach((item, at) => {
    item.tabIndex = at === map.active ? 0 : -1;
    item.setAttribute("aria-selected", String(at === map.active));
  });
  if (withFocus) items[map.active].focus({ preventScroll: !byId("level").contains(document.activeElement) });
}

function choose(item) {
  if (item.dataset.at === "more") { const first = map.shown; map.shown += 4 * LEVEL; showLevel(); return rove(first, true); }
  rove([...byId("level").children].indexOf(item), true);
  enter(Number(item.dataset.at));
}

function levelKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
  const items = byId("level").children;
  if (step !== undefined) rove(Math.max(0, Math.min(items.length - 1, map.active + step)), true);
  else if (event.key === "Enter" || event.key === "ArrowRight" || event.key === " ") {
    if (items[map.active]?.dataset.at) choose(items[map.active]);
  } else if (event.key === "Backspace" || event.key === "ArrowLeft") leave();
  else return;
  event.preventDefault();
}

// MARK: The canvas

function paint(isNew) {
  if (!map.painter || !map.tree) return;
  const box = byId("canvas-box").getBoundingClientRect();
  if (box.width < 10 || box.height < 10) return;
  const start = performance.now();
  if (isNew) map.cells = layOut(map.tree, map.top, box.width, box.height);
  map.painter.draw(map.tree, map.cells, box.width, box.height, Boolean(map.lit));
  performance.measure("paint", { start });
}

/** The innermost cell under the pointer. */
function cellAt(event) {
  const box = byId("canvas").getBoundingClientRect();
  const x = event.clientX - box.left, y = event.clientY - box.top;
  for (let index = map.cells.length - 1; index >= 0; index -= 1) {
    const cell = map.cells[index];
    if (x >= cell.x && y >= cell.y && x < cell.x + cell.w && y < cell.y + cell.h) return cell;
  }
  return null;
}

function hover(cell) {
  if (cell && cell === map.hovered) return;
  map.hovered = cell;
  const cursor = byId("cursor");
  cursor.hidden = !cell;
  const box = cell ? { left: cell.x, top: cell.y, width: cell.w, height: cell.h } : {};
  for (const [key, number] of Object.entries(box)) cursor.style[key] = number + "px";
  showDetail(cell ? cell.at : map.top);
}

/** Shows a node as hovered, wherever the pointer is. */
function point(at) {
  if (Number.isNaN(at)) return;
  hover(map.cells.find((cell) => cell.at === at) ?? null);
  showDetail(at);
}

/** Path, size, owner, origin and why, of what is pointed at. */
function showDetail(at) {
  const { tree } = map;
  const node = tree.node(at), isOpen = tree.first[at] >= 0;
  const leaf = isOpen ? leading(at) : { owner: ownerGroup(node), row: model.row[node], origin: model.origin[node] };
  const facts = [];
  const mostly = (share) => isOpen && share < 1 ? [" ", dim(`${percent(share, 1)} of it`)] : [];
  if (isOpen || leaf.owner !== -4) facts.push(["Owner", ownerName(leaf.owner), mostly(leaf.ownerShare)]);
  const layer = model.report.layers[leaf.row];
  facts.push(["Layer", layer ? `${leaf.row} · ${instruction(layer).slice(0, 90)}` : "none", mostly(leaf.rowShare)]);
  const origin = model.tree.origins[leaf.origin] ?? layer?.origin;
  if (origin) facts.push(["Line", lines(origin) + stageOf(origin) + (origin.through ? `, through line ${origin.through}` : "")]);
  facts.push(["Why", isOpen && leaf.ownerShare < 0.5 ? "several owners, each for its own reason" : why(at, node, leaf, isOpen)]);
  fill(byId("detail"), el("p.detail-path", tree.isGroup(at) ? tree.label(at) : path(node) + (isOpen && node > 0 ? "/" : "")),
    el("p.detail-size", bytes(tree.bytes[at]),
      dim(` ${percent(tree.bytes[at], model.image)} of the image`, isOpen && `, ${plural(tree.files[at], "content")}`),
      tree.claimed[at] > 0 && [" · ", bytes(tree.claimed[at]), " can go"]),
    el("dl.facts", facts.map(([term, ...value]) => [el("dt", term), el("dd", value)])));
}

/** Of what lies in a directory: the owner, row and origin of most bytes, with their shares. */
function leading(top) {
  const { tree } = map;
  const sums = { owner: new Map(), row: new Map(), origin: new Map() };
  const pending = [top];
  while (pending.length) {
    const at = pending.pop();
    for (let child = tree.first[at]; child >= 0; child = tree.next[child]) pending.push(child);
    if (tree.first[at] >= 0 || tree.bytes[at] === 0) continue;
    const node = tree.node(at);
    const values = { owner: ownerGroup(node), row: model.row[node], origin: model.origin[node] };
    for (const key in values) sums[key].set(values[key], (sums[key].get(values[key]) || 0) + tree.bytes[at]);
  }
  const result = {};
  for (const key of ["owner", "row", "origin"]) {
    const [value, most] = [...sums[key]].sort((left, right) => right[1] - left[1])[0] ?? [-3, 0];
    result[key] = most ? value : -1;
    result[key + "Share"] = tree.bytes[top] ? most / tree.bytes[top] : 1;
  }
  return result;
}

function why(at, node, leaf, isOpen) {
  const parts = [];
  const rows = model.report.layers;
  if (isOpen && leaf.owner === -4) parts.push("no path shows them any more");
  else if (leaf.owner === -4) {
    const dead = model.killer.get(node), killer = model.tree.killers[dead];
    parts.push(`dead: ${model.tree.causes[dead]} by layer ${killer}, ${instruction(rows[killer]).slice(0, 60)}`);
  } else if (leaf.owner >= 0) {
    parts.push(reasonOf(model.report.packages[leaf.owner]));
  } else if (leaf.owner === -1) parts.push("what the image is for");
  if (!isOpen && model.same[node] >= 0) parts.push(`one of ${count(model.tree.duplicates[model.same[node]].nodes.length)} equal files`);
  if (!isOpen) for (const { finding, bytes: part } of claimants(node).slice(0, 2)) {
    const found = model.report.findings[finding];
    parts.push(el("a", { href: address({ finding: found.id }) }, part < model.size[node] ? `${size(part)} of it: ` : "", found.title));
  }
  return parts.length ? parts.flatMap((part, index) => index ? [" · ", part] : [part]) : "nothing known needs it";
}
