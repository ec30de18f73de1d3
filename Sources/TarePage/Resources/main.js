// The start: data in, views up, the address read. The tabs, the theme and the printer are here too.

function showTab(name, withFocus = false) {
  for (const tab of byId("tabs").children) {
    const isChosen = tab.id === "tab-" + name;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    if (isChosen && withFocus) tab.focus();
    byId(tab.id.slice(4)).classList.toggle("off", !isChosen);
  }
}

function startTabs() {
  const tabs = [["findings", "Findings", model.report.findings.length], ["packages", "Packages", model.report.packages.length]];
  put(byId("tabs"), tabs.map(([name, label, number]) => el("button", {
    type: "button", role: "tab", id: "tab-" + name, "aria-controls": name, onclick: () => showTab(name),
  }, label, " ", dim(count(number)))));
  byId("tabs").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    showTab(tabs.find(([name]) => byId("tab-" + name).getAttribute("aria-selected") === "false")[0], true);
    event.preventDefault();
  });
  showTab("findings");
}

/** Brings what a link leads to into view, in its tab, once everything has its place. */
function reveal(tab, row, isFirst) {
  showTab(tab);
  if (row) requestAnimationFrame(() => {
    const { top } = row.getBoundingClientRect();
    const isCalm = isFirst || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (top < 60 || top > innerHeight * 0.7) row.scrollIntoView({ block: "start", behavior: isCalm ? "instant" : "smooth" });
  });
}

function startTheme() {
  const button = byId("theme"), dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const label = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Use ${isDark() ? "light" : "dark"} colours`);
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    label();
    recolour();
  });
  dark.addEventListener("change", label);
  label();
}

/** Paper has no hover and no clicks: what weighs anything is open, in light colours, the map as wide as the sheet. */
function startPrinting() {
  let opened = [];
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    const isWorthIt = ({ id }) => id !== state.finding && model.report.findings[model.findingOf.get(id)].severity !== "info";
    opened = [...byId("finding-list").children].filter((row) => !row.hidden && isWorthIt(row.dataset));
    for (const row of opened) openFinding(row, true);
    recolour();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    for (const row of opened) openFinding(row, false);
    recolour();
  });
}

/** The links at the top scroll, and leave the address to what is chosen. */
function startSections() {
  for (const link of document.querySelectorAll(".top nav a, .skip")) link.addEventListener("click", (event) => {
    event.preventDefault();
    const target = byId(link.hash.slice(1));
    if (target.matches("[role=tabpanel]")) showTab(target.id);
    target.scrollIntoView();
    if (target.tabIndex < 0) target.focus({ preventScroll: true });
  });
}

async function start() {
  await load();
  byId("wait").remove();
  byId("main").hidden = false;
  showSummary();
  startTabs();
  startMap();
  recolour();
  showLayers();
  startFindings();
  startPackages();
  showFooter();
  onChange(showChips);
  startSections();
  startTheme();
  startPrinting();
  follow(true);
  addEventListener("hashchange", () => follow());
  addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.target.matches("input")) clearChoice(); });
  performance.mark("ready");
}

start().catch((error) => { byId("wait").textContent = "This report could not be opened: " + error.message; throw error; });
