// The tree behind the map, in each of its three arrangements, and the squares it is drawn as. Nothing here touches the page.

/** Nodes in flat arrays, a parent before its children. `ref` is the node of the file tree; `group` a package's number, -1
 *  the application, -2 the base, -3 nobody, -4 dead, or a row; the top has none. */
class Arrangement {
  constructor(by) {
    this.by = by;
    this.parent = [-1];
    this.ref = [0];
    this.group = [null];
    if (by === "directory") {
      this.parent = model.parent;
      this.ref = null;
    } else this.build(by === "layer" ? (node) => model.row[node] : ownerGroup);
    this.count = this.parent.length;
    this.link();
  }

  node(at) { return this.ref ? this.ref[at] : at; }
  isGroup(at) { return Boolean(this.ref) && this.parent[at] === 0; }

  /** Under each group the directories that lead to its contents. */
  build(groupOf) {
    const known = new Map();
    const add = (parent, ref, group) => this.parent.push(parent) && this.ref.push(ref) && this.group.push(group) && this.parent.length - 1;
    this.groups = new Map();
    for (let node = 1; node < model.n; node += 1) {
      if (model.size[node] === 0) continue;
      const group = groupOf(node);
      if (!this.groups.has(group)) this.groups.set(group, add(0, 0, group));
      const top = this.groups.get(group), base = top * model.n;
      const missing = [];
      let above = model.parent[node];
      while (above > 0 && !known.has(base + above)) { missing.push(above); above = model.parent[above]; }
      let at = above > 0 ? known.get(base + above) : top;
      for (const directory of missing.reverse()) { at = add(at, directory, group); known.set(base + directory, at); }
      add(at, node, group);
    }
  }

  link() {
    this.first = new Int32Array(this.count).fill(-1);
    this.next = new Int32Array(this.count).fill(-1);
    for (let at = this.count - 1; at > 0; at -= 1) { this.next[at] = this.first[this.parent[at]]; this.first[this.parent[at]] = at; }
  }

  /** Sums under a filter: bytes, dead, claimed and lit ones, and contents. */
  weigh(mask, lit) {
    const keys = ["bytes", "dead", "claimed", "lit", "files"];
    for (const key of keys) this[key] = new Float64Array(this.count);
    for (let at = this.count - 1; at >= 0; at -= 1) {
      const node = this.node(at);
      if (this.first[at] < 0 && model.size[node] > 0 && (!mask || mask[node])) {
        this.bytes[at] = model.size[node];
        this.dead[at] = model.kind[node] === KIND.dead ? model.size[node] : 0;
        this.claimed[at] = model.claimed[node];
        this.lit[at] = lit ? lit[node] : 0;
        this.files[at] = 1;
      }
      const up = this.parent[at];
      if (up < 0) continue;
      for (const key of keys) this[key][up] += this[key][at];
    }
    this.ranked = new Map();
  }

  /** What lies in a node, the heaviest first; nothing that weighs nothing here. */
  children(at) {
    let list = this.ranked.get(at);
    if (!list) {
      list = [];
      for (let child = this.first[at]; child >= 0; child = this.next[child]) if (this.bytes[child] > 0) list.push(child);
      list.sort((left, right) => this.bytes[right] - this.bytes[left] || left - right);
      this.ranked.set(at, list);
    }
    return list;
  }

  /** Where directories with nothing but one directory in them lead. */
  descend(at) {
    for (;;) {
      const inside = this.isGroup(at) ? [] : this.children(at);
      if (inside.length !== 1 || this.first[inside[0]] < 0) return at;
      at = inside[0];
    }
  }

  /** The directory in `at` that holds nearly all of it; -1 for none. */
  main(at) {
    const inside = this.children(at);
    return inside.length && this.first[inside[0]] >= 0 && this.bytes[inside[0]] >= MAIN_SHARE * this.bytes[at] ? inside[0] : -1;
  }

  /** Down to where the bytes part. */
  parting(at) {
    let end = this.descend(at);
    for (let main = this.main(end); main >= 0; main = this.main(end)) end = this.descend(main);
    return end;
  }

  label(at, above = this.parent[at]) {
    if (this.isGroup(at)) return groupName(this.by, this.group[at]);
    const parts = [];
    for (let step = at; step > 0 && step !== above && !this.isGroup(step); step = this.parent[step]) {
      parts.push(model.name[this.node(step)]);
    }
    return parts.reverse().join("/") + (this.first[at] >= 0 ? "/" : "");
  }
}

const groupName = (by, group) => by === "layer" ? `${group} · ${instruction(model.report.layers[group])}` : ownerName(group);
const ownerGroup = (node) => model.kind[node] === KIND.dead ? -4 : model.owner[node];

/** Pixels, square pixels for a cell and for one in a directory that is opened, and the share that makes a part the main one. */
const HEADER = 17, SMALLEST = 4, WORTH_OPENING = 14, MAIN_SHARE = 0.9;

/** Places `items` of the given weights in a box, as square as it goes (Bruls, Huizing, van Wijk: Squarified Treemaps). Calls
 *  `place(index, x, y, w, h)`; what would be too small to see is placed as one, under the index of its heaviest. */
function squarify(weights, total, x, y, w, h, place) {
  let start = 0, left = total;
  while (start < weights.length && w > 1 && h > 1 && left > 0) {
    const isWide = w >= h, side = isWide ? h : w, scale = w * h / left;
    let end = start, sum = 0, worst = Infinity;
    while (end < weights.length) {
      const next = sum + weights[end] * scale;
      const largest = weights[start] * scale, smallest = weights[end] * scale;
      const ratio = Math.max(side * side * largest / (next * next), next * next / (side * side * smallest));
      if (ratio > worst) break;
      worst = ratio; sum = next; end += 1;
    }
    const thick = sum / side;
    if (thick * side < (end - start) * SMALLEST) return place(start, x, y, w, h);
    let at = 0;
    for (let index = start; index < end; index += 1) {
      const long = weights[index] * scale / thick;
      if (isWide) place(index, x, y + at, thick, long); else place(index, x + at, y, long, thick);
      at += long;
    }
    if (isWide) { x += thick; w -= thick; } else { y += thick; h -= thick; }
    for (let index = start; index < end; index += 1) left -= weights[index];
    start = end;
  }
}

/** Cells of the map, an outer one before those in it. */
function layOut(tree, top, width, height) {
  const cells = [];
  const pending = [{ at: top, x: 0, y: 0, w: width, h: height, depth: 0 }];
  // By depth rather than by recursion: paths may be deeper than a stack.
  for (let next = 0; next < pending.length; next += 1) {
    const cell = pending[next];
    if (cell.depth > 0) cells.push(cell);
    const at = tree.descend(cell.at);
    const inside = tree.children(at);
    if (!inside.length || cell.depth > 0 && cell.w * cell.h < inside.length * WORTH_OPENING) continue;
    // A directory that holds nearly all of the one around it has no frame of its own: the outer one bears both names.
    const hasHeader = cell.depth > 0 && !cell.isMain && cell.w > 44 && cell.h > 34;
    cell.isOpen = true;
    cell.hasHeader = hasHeader;
    const inset = cell.depth > 0 && !cell.isMain ? 1.5 : 0;
    const main = cell.depth > 0 ? tree.main(at) : -1;
    const x = cell.x + inset, y = cell.y + inset + (hasHeader ? HEADER : 0);
    const w = cell.w - 2 * inset, h = cell.h - 2 * inset - (hasHeader ? HEADER : 0);
    const weights = inside.map((child) => tree.bytes[child]);
    squarify(weights, tree.bytes[at], x, y, w, h, (index, cx, cy, cw, ch) => {
      const child = { at: inside[index], x: cx, y: cy, w: cw, h: ch, depth: cell.depth + 1, isMain: inside[index] === main };
      if (cw > 1 && ch > 1) pending.push(child);
    });
  }
  return cells;
}

/** Draws cells. What is lit, claimed, dead or there twice shows in the cell that holds it. */
class Painter {
  constructor(canvas, colours) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false });
    this.colours = colours;
    this.hatch = this.pattern(8, [[-2, 10, 10, -2], [-2, 2, 2, -2], [6, 10, 10, 6]], colours.dead, 2);
    this.dots = this.pattern(6, [[2.5, 3, 4, 3]], colours.dim, 1.5);
  }

  /** A tile of lines, each from one point to another. */
  pattern(side, lines, colour, width) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = side;
    const context = tile.getContext("2d");
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (const [x, y, toX, toY] of lines) { context.moveTo(x, y); context.lineTo(toX, toY); }
    context.stroke();
    return this.context.createPattern(tile, "repeat");
  }

  draw(tree, cells, width, height, isLit) {
    const { context, colours } = this;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colours.frame;
    context.fillRect(0, 0, width, height);
    context.font = "11px " + colours.font;
    context.textBaseline = "middle";
    for (const cell of cells) {
      if (cell.isOpen) this.frame(tree, cell, isLit); else this.leaf(tree, cell, isLit);
    }
  }

  frame(tree, cell, isLit) {
    const { context, colours } = this;
    if (!cell.isMain) {
      context.fillStyle = colours.gap;
      context.fillRect(cell.x + 0.5, cell.y + 0.5, cell.w - 1, cell.h - 1);
    }
    if (!cell.hasHeader) return;
    const end = tree.isGroup(cell.at) ? cell.at : tree.parting(cell.at);
    context.fillStyle = isLit && tree.lit[cell.at] === 0 ? colours.dim : colours.ink;
    this.text(cell.label ??= printable(tree.label(end, tree.parent[cell.at])), cell.x + 5, cell.y + 10, cell.w - 10, size(tree.bytes[end]));
  }

  leaf(tree, cell, isLit) {
    const { context, colours } = this;
    const { at, x, y } = cell, w = Math.max(0.5, cell.w - 1), h = Math.max(0.5, cell.h - 1);
    const node = tree.node(at), total = tree.bytes[at];
    context.fillStyle = isLit ? colours.unlit : colours[ownerKind(this.heaviest(tree, at))];
    context.fillRect(x, y, w, h);
    const part = (isLit ? tree.lit[at] : tree.claimed[at]) / total;
    if (part > 0) {
      context.fillStyle = isLit ? colours.lit : colours.claimed;
      context.fillRect(x, y + h * (1 - part), w, h * part);
    }
    const isDead = tree.dead[at] * 2 > total, isAside = isLit && part === 0;
    if (!isAside && (isDead || model.same[node] >= 0 && tree.first[at] < 0)) {
      context.fillStyle = isDead ? this.hatch : this.dots;
      context.fillRect(x, y, w, h);
    }
    if (w < 46 || h < 15) return;
    if (isDead && !isAside) {
      // Words on hatching need a ground.
      context.fillStyle = colours.gap;
      context.fillRect(x + 1, y + 1, w - 2, 15);
    }
    const isOnLit = isLit && h * (1 - part) < 12;
    context.fillStyle = isAside ? colours.dim : isDead ? colours.ink : isOnLit ? colours.onLit : isLit ? colours.ink : colours.onCell;
    this.text(cell.label ??= printable(tree.label(at)), x + 4, y + 9, w - 8, h > 15 ? size(total) : "");
  }

  /** What a cell too small to open looks like: its heaviest content. */
  heaviest(tree, at) {
    while (tree.first[at] >= 0) at = tree.children(at)[0];
    return tree.node(at);
  }

  /** A name, of a directory the end of it where it is too long, and a number behind it where there is room. Widths are
   *  guessed from the length: measuring costs more than drawing. */
  text(name, x, y, room, number) {
    const letters = Math.floor(room / 6.1);
    if (letters < 4) return;
    const withNumber = number && name.length + number.length + 2 <= letters;
    const short = name.endsWith("/") ? "…" + name.slice(1 - letters) : name.slice(0, letters - 1) + "…";
    this.context.fillText(name.length > letters ? short : withNumber ? `${name}  ${number}` : name, x, y, room);
  }
}

const OWNER_KINDS = { "-1": "application", "-2": "base", "-3": "nobody", "-4": "nobody" };
const ownerKind = (node) => OWNER_KINDS[ownerGroup(node)] ?? "package";
