// The packages: sorted, searched, and opened one at a time.

const PAGE = 100;
const packageList = { key: "own", isDown: true, text: "", shown: PAGE };
const COLUMNS = [
  { key: "name", label: "Package" },
  { key: "own", label: "Own", title: "Bytes of its files" },
  { key: "retained", label: "Goes", title: "What would go if it went; none where something that stays needs it" },
  { key: "dominated", label: "Keeps", title: "What is in the image through it alone" },
];

function startPackages() {
  const head = el("tr", {}, COLUMNS.map((column) => el(column.key === "name" ? "th" : "th.number", { scope: "col", "data-key": column.key, title: column.title },
    el("button", { type: "button", onclick: () => {
      packageList.isDown = packageList.key === column.key ? !packageList.isDown : column.key !== "name";
      packageList.key = column.key;
      listPackages();
    } }, column.label))));
  if (!model.report.packages.length) return put(byId("packages"), el("p.dim.count", {}, "No package: nothing in the image records one."));
  put(byId("packages"),
    el(".filters", {}, el("input", { type: "search", id: "package-search", placeholder: "Search packages", "aria-label": "Search packages", oninput: (event) => { packageList.text = event.target.value.toLowerCase(); packageList.shown = PAGE; listPackages(); } })),
    el("p.dim.count", { id: "package-count", role: "status" }),
    el("table.packages", {}, el("caption.hidden", {}, "Packages with their own and retained bytes"), el("thead", {}, head), el("tbody", { id: "package-rows" })),
    el("button.quiet", { type: "button", id: "more-packages", onclick: () => { packageList.shown += PAGE; listPackages(); } }));
  onChange((changed, isFirst) => {
    if (isFirst || changed.has("layer") || changed.has("line") || changed.has("package")) listPackages(changed.has("package"));
    if (changed.has("package") && state.package !== undefined) reveal("packages", byId("package-rows").querySelector(".chosen"), isFirst);
  });
}

function sortedPackages() {
  const { key, isDown, text } = packageList;
  // What is unknown or blocked comes last, whichever way.
  const value = (found) => found[key] ?? (isDown ? -1 : Infinity);
  return model.report.packages
    .filter((found) => fitsFilter(found.layers, [found.origin]) && `${found.ecosystem} ${found.name} ${found.version} ${found.reason}`.toLowerCase().includes(text))
    .sort((left, right) => (key === "name" ? (left.name < right.name ? -1 : left.name > right.name ? 1 : 0) : value(left) - value(right)) * (isDown ? -1 : 1));
}

function listPackages(isChosen = false) {
  const found = sortedPackages();
  if (isChosen && state.package !== undefined) packageList.shown = Math.max(packageList.shown, found.findIndex((one) => packageKey(one) === state.package) + 1);
  for (const head of byId("packages").querySelectorAll("th")) head.setAttribute("aria-sort", head.dataset.key !== packageList.key ? "none" : packageList.isDown ? "descending" : "ascending");
  const focused = document.activeElement?.closest("[data-package]")?.dataset.package;
  fill(byId("package-rows"), found.slice(0, packageList.shown).map(packageRows));
  if (focused) [...byId("package-rows").querySelectorAll("[data-package]")].find((row) => row.dataset.package === focused)?.querySelector("button").focus({ preventScroll: true });
  const all = model.report.packages.length;
  byId("package-count").textContent = found.length === all ? plural(all, "package") : `${count(found.length)} of ${plural(all, "package")}`;
  const more = byId("more-packages");
  more.hidden = found.length <= packageList.shown;
  more.textContent = `and ${count(found.length - packageList.shown)} more`;
}

function packageRows(found) {
  const key = packageKey(found), isOpen = key === state.package;
  const row = el("tr" + (isOpen ? ".chosen" : ""), { "data-package": key },
    el("td", {}, el("button.row", { type: "button", "aria-expanded": String(isOpen), onclick: () => go({ package: isOpen ? undefined : key }) },
      el("span.what", {}, found.name, " ", el("span.dim", {}, found.version)), el("span.meta.dim", {}, `${found.ecosystem} · ${found.reason}`, found.origin && ` · ${lines(found.origin)}`))),
    el("td.number", {}, bytes(found.own)),
    el("td.number", {}, found.retained === null ? el("span.dim", { title: found.blockedBy ? `${found.blockedBy} needs it` : "not known" }, found.blockedBy ? "kept" : "unknown") : bytes(found.retained)),
    el("td.number", {}, bytes(found.dominated)));
  return isOpen ? [row, el("tr.package-body", {}, el("td", { colspan: COLUMNS.length }, packageFacts(found)))] : row;
}

function packageFacts(found) {
  const facts = [
    ["Why", found.reason + (found.blockedBy ? `; ${found.blockedBy} needs it` : "")],
    ["Files", `${count(found.files)}, recorded in ${found.record}`],
    ["Layers", found.layers.length ? found.layers.join(", ") : "none"],
    found.origin && ["Line", lines(found.origin) + (found.origin.through ? `, through line ${found.origin.through}` : "")],
    found.declared && ["Asked for", `${found.declared.file}, line ${found.declared.line}: ${found.declared.text}`],
    found.inside && ["Inside", found.inside],
    found.contains.length > 0 && ["Contains", found.contains.slice(0, 12).map(packageName).join(", ") + (found.contains.length > 12 ? ` and ${count(found.contains.length - 12)} more` : "")],
    found.fromBase && ["Base", "the base has it already"],
  ];
  return [el("dl.facts", {}, facts.filter(Boolean).map(([term, value]) => [el("dt", {}, term), el("dd", {}, value)])),
    found.own > 0 && el("p.foot", {}, el("a", { href: address({ by: "owner", in: packageKey(found), path: undefined, package: undefined }) }, "Walk into it in the map"))];
}
