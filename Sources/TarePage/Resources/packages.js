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
  const sortBy = (key) => {
    packageList.isDown = packageList.key === key ? !packageList.isDown : key !== "name";
    packageList.key = key;
    listPackages();
  };
  const head = el("tr", COLUMNS.map(({ key, label, title }) =>
    el(key === "name" ? "th" : "th.number", { scope: "col", "data-key": key, title },
      el("button", { type: "button", onclick: () => sortBy(key) }, label))));
  if (!model.report.packages.length) return put(byId("packages"), el("p.dim.count", "No package: nothing in the image records one."));
  put(byId("packages"),
    el(".filters", searchBox("package-search", "Search packages", (text) => {
      Object.assign(packageList, { text, shown: PAGE });
      listPackages();
    })),
    el("p.dim.count", { id: "package-count", role: "status" }),
    el("table.packages", el("caption.hidden", "Packages with their own and retained bytes"),
      el("thead", head), el("tbody", { id: "package-rows" })),
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
  const words = ({ ecosystem, name, version, reason }) => `${ecosystem} ${name} ${version} ${reason}`.toLowerCase();
  const byName = (left, right) => left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
  return model.report.packages
    .filter((found) => fitsFilter(found.layers, [found.origin]) && words(found).includes(text))
    .sort((left, right) => (key === "name" ? byName(left, right) : value(left) - value(right)) * (isDown ? -1 : 1));
}

function listPackages(isChosen = false) {
  const found = sortedPackages();
  if (isChosen && state.package !== undefined) {
    packageList.shown = Math.max(packageList.shown, found.findIndex((one) => packageKey(one) === state.package) + 1);
  }
  const order = packageList.isDown ? "descending" : "ascending";
  for (const head of byId("packages").querySelectorAll("th")) {
    head.setAttribute("aria-sort", head.dataset.key === packageList.key ? order : "none");
  }
  const focused = document.activeElement?.closest("[data-package]")?.dataset.package;
  fill(byId("package-rows"), found.slice(0, packageList.shown).map(packageRows));
  const again = focused && [...byId("package-rows").children].find((row) => row.dataset.package === focused);
  if (again) again.querySelector("button").focus({ preventScroll: true });
  const all = model.report.packages.length;
  byId("package-count").textContent = found.length === all ? plural(all, "package") : `${count(found.length)} of ${plural(all, "package")}`;
  const more = byId("more-packages");
  more.hidden = found.length <= packageList.shown;
  more.textContent = `and ${count(found.length - packageList.shown)} more`;
}

function packageRows(found) {
  const key = packageKey(found), isOpen = key === state.package;
  const toggle = () => go({ package: isOpen ? undefined : key });
  const kept = () => dim({ title: found.blockedBy ? `${found.blockedBy} needs it` : "not known" }, found.blockedBy ? "kept" : "unknown");
  const row = el("tr" + (isOpen ? ".chosen" : ""), { "data-package": key },
    el("td", el("button.row", { type: "button", "aria-expanded": String(isOpen), onclick: toggle },
      el("span.what", found.name, " ", dim(found.version)),
      el("span.meta.dim", `${found.ecosystem} · ${found.reason}`, found.origin && ` · ${lines(found.origin)}`))),
    el("td.number", bytes(found.own)),
    el("td.number", found.retained === null ? kept() : bytes(found.retained)),
    el("td.number", bytes(found.dominated)));
  return isOpen ? [row, el("tr.package-body", el("td", { colspan: COLUMNS.length }, packageFacts(found)))] : row;
}

function packageFacts(found) {
  const inside = found.contains.slice(0, 12).map(packageName).join(", ");
  const more = found.contains.length > 12 ? ` and ${count(found.contains.length - 12)} more` : "";
  const place = address({ by: "owner", in: packageKey(found), path: undefined, package: undefined });
  const facts = [
    ["Why", reasonOf(found)],
    ["Files", `${count(found.files)}, recorded in ${found.record}`],
    ["Layers", found.layers.length ? found.layers.join(", ") : "none"],
    found.origin && ["Line", lines(found.origin) + (found.origin.through ? `, through line ${found.origin.through}` : "")],
    found.declared && ["Asked for", `${found.declared.file}, line ${found.declared.line}: ${found.declared.text}`],
    found.inside && ["Inside", found.inside],
    found.contains.length > 0 && ["Contains", inside + more],
    found.fromBase && ["Base", "the base has it already"],
  ];
  return [el("dl.facts", facts.filter(Boolean).map(([term, value]) => [el("dt", term), el("dd", value)])),
    found.own > 0 && el("p.foot", el("a", { href: place }, "Walk into it in the map"))];
}
