// The data: the JSON report as `tare --format json` writes it, and the file tree by column.

const model = { texts: {} };
const KIND = { directory: 0, file: 1, link: 2, other: 3, dead: 4 };

async function unpack() {
  const holder = byId("data");
  const packed = Uint8Array.from(atob(holder.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream();
  const plain = holder.dataset.form === "deflate" ? stream.pipeThrough(new DecompressionStream("deflate")) : stream;
  const data = await new Response(plain).json();
  holder.remove();
  return data;
}

async function load() {
  const data = await unpack();
  const { tree } = data;
  const n = tree.parent.length;
  Object.assign(model, data, {
    n,
    parent: Int32Array.from(tree.parent, (back, node) => node - back),
    name: tree.name,
    kind: Uint8Array.from(tree.kind),
    size: Float64Array.from(tree.size),
    row: Int32Array.from(tree.row),
    owner: Int32Array.from(tree.owner),
    origin: Int32Array.from(tree.origin),
    claimed: spread(tree.claimed, new Float64Array(n)),
    same: new Int32Array(n).fill(-1),
    killer: new Map(),
    linked: new Map(),
    image: data.report.totals.unpacked ?? data.report.totals.atLeast?.unpacked ?? 0,
    findingOf: new Map(data.report.findings.map((finding, index) => [finding.id, index])),
  });
  model.parent[0] = -1;
  tree.duplicates.forEach((group, index) => group.nodes.forEach((node) => { model.same[node] = index; }));
  let dead = 0, link = 0;
  for (let node = 0; node < n; node += 1) {
    if (model.kind[node] === KIND.dead) { model.killer.set(node, dead); dead += 1; }
    if (model.kind[node] === KIND.link) { model.linked.set(node, tree.linked[link]); link += 1; }
  }
  model.packageOf = new Map(data.report.packages.map((found, index) => [packageKey(found), index]));
}

function spread(claim, into) {
  claim.nodes.forEach((node, index) => { into[node] = claim.bytes[index]; });
  return into;
}

const packageKey = (found) => `${found.ecosystem}/${found.name}@${found.version}`;
const packageName = (found) => found.version ? `${found.name} ${found.version}` : found.name;

/** Why a package is there, and who keeps it for want of it when that is somebody else. What the base brought stays anyway. */
function reasonOf({ reason, blockedBy, fromBase }) {
  return blockedBy && !fromBase && reason !== `needed by ${blockedBy}` ? `${reason}; ${blockedBy} needs it` : reason;
}

function path(node) {
  const parts = [];
  for (let at = node; at > 0; at = model.parent[at]) parts.push(model.name[at]);
  return "/" + parts.reverse().join("/");
}

/** The node at a path: what is live there before what is dead; -1 for none. */
function find(text) {
  const wanted = text.length > 1 && text.endsWith("/") ? text.slice(0, -1) : text;
  if (wanted === "/") return 0;
  let found = -1;
  for (let node = 1; node < model.n; node += 1) {
    if (!wanted.endsWith(model.name[node]) || path(node) !== wanted) continue;
    if (model.kind[node] !== KIND.dead) return node;
    if (found < 0) found = node;
  }
  return found;
}

/** Whom a content belongs to, as the report names it; of dead ones that they are. */
function ownerName(owner) {
  if (owner >= 0) return packageName(model.report.packages[owner]);
  return { "-1": "the application", "-2": "the base system", "-3": "no package", "-4": "dead contents" }[owner];
}

/** The findings that claim a node, with the bytes of it. */
function claimants(node) {
  if (!model.byNode) {
    model.byNode = new Map();
    model.tree.findings.forEach((claim, finding) => claim.nodes.forEach((at, index) => {
      if (!model.byNode.has(at)) model.byNode.set(at, []);
      model.byNode.get(at).push({ finding, bytes: claim.bytes[index] });
    }));
  }
  return model.byNode.get(node) || [];
}

/** By stage of the build: what the line at `start` put into the image. */
function instructionAt(start) {
  return model.dockerfile?.instructions.find((found) => found.startLine === start);
}
