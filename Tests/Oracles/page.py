#!/usr/bin/env python3
"""Reads `tare --format html` back in a real browser and compares it with `tare --format json`.

    page.py IMAGE.tar [-f DOCKERFILE] [--tare PROGRAM] [--many FILES] [--pictures FOLDER]

Every number in the page must be the report's, as a value and as text; the map must come to the report's sums by layer, owner
and finding; walking, filtering, searching, links and the keyboard must work; nothing may be logged, and nothing may leave the
page. Names made to break out of the text are tried with an image made here. With --many one with so many files is timed too.
--pictures writes what the page looks like, wide and narrow, light and dark.
Exit status: 0 all is well, 1 something is not, 2 the question could not be asked.
"""

import argparse
import io
import json
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.parse
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from browser import Browser

HOSTILE = [
    "<img src=x onerror=document.title='owned'>", "<script>document.title='owned'</script>", "&lt;b&gt;", "'\"><svg onload=alert(1)>",
    "{{script}}", "</script><script>alert(1)</script>", "</style><h1>", "javascript:alert(1)", "__proto__", "constructor",
    "right\u202eto-left", "line\nbreak", "=1+1", "${alert(1)}", "a b#c?d&e=f%41",
]  # fmt: skip
failures = []


def expect(what, found, wanted):
    if found != wanted:
        failures.append(what)
        print(f"  NOT SO  {what}\n    found   {str(found)[:300]}\n    wanted  {str(wanted)[:300]}")


def size(number):
    """As the program prints sizes: SI units, three significant digits, half up."""
    units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    unit, scaled = 0, Decimal(number)
    while abs(scaled) >= 1000:
        unit, scaled = unit + 1, scaled / 1000
    if unit == 0:
        return f"{number} B"
    for decimals in (2, 1, 0):
        text = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if len(str(abs(text)).replace(".", "")) <= 3:
            return f"{text} {units[unit]}"
    return f"1.00 {units[unit + 1]}"


def shown(name):
    """A name as the page writes it: what would break or turn a line is escaped."""
    return re.sub("[\n\u202e]", lambda found: "".join(f"\\x{byte:02x}" for byte in found[0].encode()), name)


class Page:
    opened = set()

    def __init__(self, browser, file, report):
        self.browser, self.address, self.report = browser, file.as_uri(), report
        Page.opened.add(self.address)
        self.browser.open(self.address)
        self.ready()

    def ready(self):
        """Waits for the page to draw itself."""
        self.browser.run("""return new Promise((done) => { const look = () => performance.getEntriesByName("ready").length
            ? requestAnimationFrame(() => requestAnimationFrame(done)) : setTimeout(look, 5); look(); })""")

    def run(self, script, *arguments):
        return self.browser.run(script, *arguments)

    def go(self, **choice):
        """Changes the address, as a link would, and waits for the page to follow."""
        self.run("""return new Promise((done) => {
            if (location.hash === arguments[0]) return done();
            addEventListener("hashchange", () => setTimeout(done), { once: true });
            location.hash = arguments[0];
        })""", "#" + urllib.parse.urlencode(choice) if choice else "#none=")

    def values(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((one) => Number(one.value))", selector)

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def texts(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", selector)

    def level(self):
        """The list beside the map, in full: label to bytes."""
        while self.run("const more = document.querySelector('#level [data-at=more]'); more?.click(); return Boolean(more)"):
            pass
        return self.run("""return [...document.querySelectorAll("#level [data-at]")].map((one) =>
            [one.querySelector(".item").textContent, Number(one.querySelector(".number data").value)])""")


# MARK: Numbers


def check_numbers(page):
    report = page.report
    totals, removable = report["totals"], report["totals"]["removable"]
    expect("total", page.values("#figure-total data"), [totals["unpacked"]])
    expect("dead", page.values("#figure-dead data"), [totals["dead"]])
    for risk, number in removable["asIs"].items():
        expect(f"removable, {risk}", page.values(f"#risk-{risk} data"), [number])
    words = sorted((number for number in removable["withIntent"].values() if number > removable["asIs"]["high"]), reverse=True)
    expect("with the owner's word", page.values("#words data"), words)
    expect("name", page.text("#image"), report["image"]["reference"])

    counted = [f for f in report["findings"] if f["exception"] is None]
    savings, groups = [], set()
    for finding in sorted(counted, key=lambda f: -(f["added"] if f["counts"] else f["bytes"] if f["intent"] else 0)):
        saving = finding["added"] if finding["counts"] else finding["bytes"] if finding["intent"] else 0
        if saving and (finding["group"] is None or finding["group"] not in groups):
            groups.add(finding["group"])
            savings.append((finding["id"], saving, finding["risk"]))
    moves = page.run("""return [...document.querySelectorAll(".move")].map((one) =>
        [one.dataset.finding, Number(one.querySelector("data").value), one.querySelector(".risk").dataset.risk])""")
    expect("moves", [tuple(move) for move in moves], savings[:3])

    rows = page.run("""return [...document.querySelectorAll("#layer-list [data-row]")].map((row) => ({ row: Number(row.dataset.row),
        size: row.cells[2].querySelector("data")?.value, dead: row.cells[3].querySelector("data")?.value, text: row.textContent }))""")
    expect("layers", [(row["row"], row.get("size"), row.get("dead")) for row in rows],
           [(layer["index"], None if layer["unpacked"] is None else str(layer["unpacked"]), str(layer["dead"]) if layer["dead"] else None)
            for layer in report["layers"]])  # fmt: skip
    for row, layer in zip(rows, report["layers"]):
        expect(f"words of layer {layer['index']}", layer["status"] in row["text"] and layer["reason"] in row["text"], True)
    bar = page.run("""return [...document.querySelectorAll("#layer-bar [data-row]")].map((one) =>
        [Number(one.dataset.row), Number(one.style.flexGrow), one.getBoundingClientRect().width > 0])""")
    # Style sheets keep six digits.
    expect("layer bar", [[row, f"{number:.5g}", is_seen] for row, number, is_seen in bar],
           [[layer["index"], f"{float(format(layer['unpacked'], '.6g')):.5g}", True] for layer in report["layers"] if layer["unpacked"]])

    while page.run("const more = document.getElementById('more-packages'); more?.click(); return Boolean(more) && !more.hidden"):
        pass
    found = page.run("""return [...document.querySelectorAll("#package-rows [data-package]")].map((row) => [row.dataset.package,
        ...[1, 2, 3].map((cell) => row.cells[cell].querySelector("data")?.value ?? null)])""")
    wanted = {(f"{one['ecosystem']}/{one['name']}@{one['version']}", *(None if one[key] is None else str(one[key]) for key in ("own", "retained", "dominated")))
              for one in report["packages"]}  # fmt: skip
    expect("packages", {tuple(row) for row in found}, wanted)
    expect("number of packages", len(found), len(report["packages"]))

    found = page.run("""return [...document.querySelectorAll("#finding-list > li")].map((row) => [row.dataset.id,
        row.querySelector(".finding-title").textContent, Number(row.querySelector(".finding-bytes data").value), row.querySelector(".risk").dataset.risk])""")
    expect("findings", found, [[one["id"], one["title"], one["bytes"], one["risk"]] for one in report["findings"]])
    expect("sizes as text", page.run("""return [...document.querySelectorAll("data")].map((one) => [one.value, one.textContent])
        .filter(([number, text]) => !arguments[0][number] || arguments[0][number] !== text).slice(0, 5)""",
        {str(number): size(number) for number in map(int, page.values("data"))}), [])  # fmt: skip


def check_dockerfile(page, weights):
    if page.report["dockerfile"] is None:
        return
    found = page.run("""return [...document.querySelectorAll("#dockerfile [data-line]")].map((one) =>
        [Number(one.dataset.line), ...[...one.querySelectorAll(".margin data")].map((each) => Number(each.value))])""")
    wanted = []
    for one in weights["instructions"]:
        weight = one["unpacked"] if one["unpacked"] is not None else one["traced"]
        wanted.append([one["startLine"]] + ([weight] if weight else []) + ([one["dead"]] if one["dead"] else []))
    expect("weights of lines", found, wanted)


def check_findings(page):
    """Each one opens by its link, with all that it has to say, and lights up its bytes and no others."""
    for one in page.report["findings"]:
        page.go(finding=one["id"])
        text = page.text("#finding-list .chosen .finding-body")
        pieces = one["evidence"] + [one["riskReason"]] + [fix["text"] for fix in one["fixes"]]
        expect(f"words of {one['id']}", [piece for piece in pieces if piece.replace("`", "") not in text], [])
        expect(f"bytes of {one['id']} in the map", page.values("#lit-sum data"), [one["bytes"]])
        diffs = [fix["diff"].rstrip("\n") for fix in one["fixes"] if fix.get("diff")]
        expect(f"diffs of {one['id']}", [text.rstrip("\n") for text in page.texts("#finding-list .chosen .diff")], diffs)
        quoted = page.texts("#finding-list .chosen .quote")
        if page.report["dockerfile"]:
            expect(f"quotes of {one['id']}", len(quoted), len(one["origins"]))
    expect("one finding open", page.run("return document.querySelectorAll('#finding-list .chosen').length"), 1 if page.report["findings"] else 0)


def check_map(page):
    report = page.report
    page.go()
    expect("map in all", page.values("#crumbs .here data"), [report["totals"]["unpacked"]])
    expect("map, top level", sum(number for _, number in page.level()), report["totals"]["unpacked"])
    page.go(by="layer")
    expect("map by layer", sorted(number for _, number in page.level()), sorted(one["unpacked"] for one in report["layers"] if one["unpacked"]))
    page.go(by="owner")
    names = {"the application": report["owners"]["application"], "the base system": report["owners"]["base"],
             "no package": report["owners"]["nobody"], "dead contents": report["totals"]["dead"]}  # fmt: skip
    wanted = [[name, number] for name, number in names.items() if number]
    wanted += [[f"{one['name']} {one['version']}".rstrip(), one["own"]] for one in report["packages"] if one["own"]]
    expect("map by owner", sorted(page.level()), sorted(wanted))
    for one in report["packages"][:12]:
        page.go(package=f"{one['ecosystem']}/{one['name']}")
        expect(f"bytes of {one['name']} in the map", page.values("#lit-sum data"), [one["own"]])
    for one in report["layers"]:
        page.go(layer=one["index"])
        expect(f"layer {one['index']} alone", page.values("#crumbs .here data"), [one["unpacked"] or 0])
        wanted = [found["id"] for found in report["findings"] if one["index"] in found["layers"]]
        listed = page.run("return [...document.querySelectorAll('#finding-list > li')].filter((row) => !row.hidden).map((row) => row.dataset.id)")
        expect(f"findings of layer {one['index']}", listed, wanted)
    # The heaviest files, by path: the pointer stands on them, and the detail tells size and place.
    for one in report["heaviest"]["files"][:5]:
        page.go(path=one["path"])
        expect(f"path of {one['path']}", page.text(".detail-path"), shown(one["path"]))
        expect(f"size of {one['path']}", page.values(".detail-size data")[0], one["bytes"])
    page.go()


# MARK: Use


def check_use(page):
    browser, report = page.browser, page.report
    page.go()
    # The keyboard walks in and out, and comes back to where it was.
    before = page.level()
    if len(before) > 1:
        page.run("document.querySelector('#level [tabindex=\"0\"]').focus()")
        expect("one tab stop in the list", page.run("return document.querySelectorAll('#level [tabindex=\"0\"]').length"), 1)
        browser.press("ArrowDown", "ArrowUp", "ArrowDown")
        second = page.run("return document.activeElement.querySelector('.item').textContent")
        expect("arrows move", second, before[1][0])
        browser.press("Home", "Enter")
        page.run("return new Promise((done) => setTimeout(done, 50))")
        expect("Enter walks in", page.values("#crumbs .here data"), [before[0][1]])
        expect("the list has the focus", page.run("return document.activeElement.closest('#level') !== null"), True)
        browser.press("Backspace")
        page.run("return new Promise((done) => setTimeout(done, 50))")
        expect("Backspace walks out", page.values("#crumbs .here data"), [report["totals"]["unpacked"]])
        expect("to where it came from", page.run("return document.activeElement.querySelector('.item')?.textContent"), before[0][0])
        # The pointer does the same in the map, and Back undoes it.
        box = page.run("const box = document.getElementById('canvas'); box.scrollIntoView({ block: 'center' }); const { x, y, width } = box.getBoundingClientRect(); return [x, y, width]")
        browser.click_at(box[0] + 12, box[1] + 30)
        page.run("return new Promise((done) => setTimeout(done, 50))")
        expect("a click walks in", page.run("return location.hash.includes('path=')"), True)
        page.run("history.back(); return new Promise((done) => setTimeout(done, 100))")
        expect("Back walks out", page.values("#crumbs .here data"), [report["totals"]["unpacked"]])

    # A layer by the keyboard, and the chip that clears it.
    row = next(one for one in report["layers"] if one["unpacked"])
    page.run("document.querySelector(arguments[0]).focus()", f"#layer-bar [data-row='{row['index']}']")
    browser.press("Enter")
    page.run("return new Promise((done) => setTimeout(done, 50))")
    expect("Enter chooses a layer", page.run("return location.hash"), f"#layer={row['index']}")
    expect("which is marked", page.run("return document.querySelector('#layer-list tr.chosen').dataset.row"), str(row["index"]))
    browser.click("#chips .chip")
    expect("the chip clears it", page.run("return [location.hash, document.getElementById('chips').hidden]"), ["", True])
    if report["dockerfile"] and page.run("return document.querySelector('#dockerfile [data-line]') !== null"):
        page.run("const line = document.querySelector('#dockerfile [data-line]'); line.focus()")
        browser.press("Enter")
        page.run("return new Promise((done) => setTimeout(done, 50))")
        expect("Enter chooses a line", page.run("return document.querySelectorAll('#dockerfile .chosen[aria-pressed=true]').length"), 1)
        browser.press("Escape")
        page.run("return new Promise((done) => setTimeout(done, 50))")
        expect("Escape clears it", page.run("return document.getElementById('chips').hidden"), True)

    # Search and sort.
    def search(selector, text):
        page.run("const box = document.querySelector(arguments[0]); box.value = arguments[1]; box.dispatchEvent(new Event('input'))", selector, text)

    if report["packages"]:
        word = report["packages"][0]["name"][:4]
        search("#package-search", word)
        wanted = [one for one in report["packages"] if word.lower() in f"{one['ecosystem']} {one['name']} {one['version']} {one['reason']}".lower()]
        expect("packages searched", page.text("#package-count").split(" ")[0], f"{len(wanted):,}")
        search("#package-search", "")
        page.run("document.getElementById('tab-packages').click()")
        for key in ("name", "retained", "dominated", "own"):
            page.run("document.querySelector(arguments[0]).click()", f"#packages th[data-key={key}] button")
            order = page.run("return document.querySelector(arguments[0]).getAttribute('aria-sort')", f"#packages th[data-key={key}]")
            expect(f"sorted by {key}", order, "ascending" if key == "name" else "descending")
            column = {"own": 1, "retained": 2, "dominated": 3}.get(key)
            if column:
                numbers = page.run("return [...document.querySelectorAll('#package-rows [data-package]')].map((row) => Number(row.cells[arguments[0]].querySelector('data')?.value ?? -1))", column)
                expect(f"in order of {key}", numbers, sorted(numbers, reverse=True))
    if report["findings"]:
        word = report["findings"][-1]["title"].split()[0].lower()
        search("#finding-search", word)
        expect("finding searched", page.run("return [...document.querySelectorAll('#finding-list > li')].some((row) => !row.hidden && row.dataset.id === arguments[0])", report["findings"][-1]["id"]), True)
        search("#finding-search", "no finding says this")
        expect("nothing found", page.text("#finding-count").split(" ")[0], "0")
        search("#finding-search", "")
        severity = report["findings"][0]["severity"]
        page.run("document.querySelector(arguments[0]).click()", f"[data-severity={severity}]")
        expect("severity", page.text("#finding-count").split(" ")[0], str(sum(one["severity"] == severity for one in report["findings"])) )
        page.run("document.querySelector(arguments[0]).click()", f"[data-severity={severity}]")
        # A link, followed from outside.
        browser.open(page.address + "#finding=" + report["findings"][-1]["id"])
        page.ready()
        expect("a link opens its finding", page.run("return document.querySelector('#finding-list .chosen')?.dataset.id"), report["findings"][-1]["id"])
        expect("and shows it", page.run("const { top, bottom } = document.querySelector('#finding-list .chosen').getBoundingClientRect(); return bottom > 0 && top < innerHeight"), True)
    for strange in ("#layer=99999", "#layer=x", "#finding=none", "#package=%00", "#path=/no/such/path", "#by=x&in=y&path=%E0%A4", "#%", "#line=0"):
        browser.open(page.address + strange)
        page.ready()
        expect(f"{strange} is no harm", page.values("#figure-total data"), [report["totals"]["unpacked"]])
    page.go()


# MARK: Looks

CONTRAST = r"""
// Colours are painted to be read: every notation there is comes out as bytes.
const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }), context = canvas.getContext("2d", { willReadFrequently: true });
const read = (colour) => { context.clearRect(0, 0, 1, 1); context.fillStyle = colour; context.fillRect(0, 0, 1, 1); return [...context.getImageData(0, 0, 1, 1).data]; };
const light = ([r, g, b]) => [r, g, b].map((one) => (one /= 255) <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4).reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
const over = (top, below) => { const share = top[3] / 255; return [0, 1, 2].map((index) => top[index] * share + below[index] * (1 - share)).concat(255); };
const ground = (node) => { const stack = []; for (let at = node; at; at = at.parentElement) stack.push(read(getComputedStyle(at).backgroundColor)); return stack.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 255]); };
const worst = new Map();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const holder = node.parentElement, style = getComputedStyle(holder);
  if (!node.data.trim() || !holder.checkVisibility({ visibilityProperty: true }) || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(holder.tagName)) continue;
  let below = ground(holder);
  // Bars that text stands on are no ancestors of it.
  const item = holder.closest("#level li")?.querySelector(".weight") ?? holder.closest(".margin")?.querySelector(".weight");
  const grounds = [below];
  if (item) { const bar = read(getComputedStyle(item).backgroundColor); bar[3] *= Number(getComputedStyle(item.parentElement).opacity); grounds.push(over(bar, below)); }
  if (holder.matches(".segment-label")) grounds.splice(0, 1, ...[getComputedStyle(holder.parentElement).backgroundColor].map(read));
  for (const ground of grounds) {
    const [one, two] = [light(over(read(style.color), ground)), light(ground)].sort((left, right) => right - left);
    const ratio = (one + 0.05) / (two + 0.05), pixels = parseFloat(style.fontSize);
    const needed = pixels >= 24 || pixels >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
    const key = `${holder.tagName}.${holder.className} ${style.color} on ${ground.map(Math.round).slice(0, 3)}`;
    if (!worst.has(key) || worst.get(key)[1] > ratio) worst.set(key, [ratio >= needed, ratio, node.data.trim().slice(0, 30)]);
  }
}
// Words in the map, whose colours the canvas' own style holds.
const map = getComputedStyle(document.getElementById("canvas")), cell = (kind) => getComputedStyle(document.querySelector(".swatch.m-" + kind)).backgroundColor;
for (const [ink, ...grounds] of [[map.borderLeftColor, ...["package", "application", "base", "nobody", "claimed"].map(cell)],
  [map.color, map.borderTopColor, map.borderBottomColor], [map.outlineColor, map.borderTopColor, map.borderBottomColor], [map.borderRightColor, cell("lit")]]) {
  for (const ground of grounds) {
    const [one, two] = [light(read(ink)), light(read(ground))].sort((left, right) => right - left);
    const ratio = (one + 0.05) / (two + 0.05);
    worst.set(`map: ${ink} on ${ground}`, [ratio >= 4.5, ratio, ""]);
  }
}
return [...worst].map(([key, [isFine, ratio, text]]) => [key, isFine, ratio, text]);
"""


def check_looks(page):
    """No horizontal scroll at 400 px, contrast of AA at least, a name for all that can be reached."""
    browser, report = page.browser, page.report
    choices = [{}, {"by": "owner"}, {"by": "layer"}]
    choices += [{"finding": one["id"]} for one in report["findings"][:6]]
    choices += [{"package": f"{one['ecosystem']}/{one['name']}"} for one in report["packages"][:2]]
    choices += [{"layer": max(report["layers"], key=lambda one: one["unpacked"] or 0)["index"]}]
    browser.size(400, 800)
    for choice in choices:
        page.go(**choice)
        over = page.run("""return document.documentElement.scrollWidth <= 400 ? [] : [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > 401 && !one.closest("pre")).slice(0, 4).map((one) => one.tagName + "." + one.className)""")
        expect(f"400 px wide, {choice}", over, [])
    browser.size(1440)
    lowest = 99
    for scheme in ("light", "dark"):
        browser.colours(scheme)
        for choice in choices[:1] + choices[3:5] + choices[-2:]:
            page.go(**choice)
            page.run("document.getElementById('tab-packages').click()" if "package" in choice else "document.getElementById('tab-findings').click()")
            # The step between two colours is over before they are measured.
            page.run("return new Promise((done) => setTimeout(done, 200))")
            for key, is_fine, ratio, text in page.run(CONTRAST):
                lowest = min(lowest, ratio)
                expect(f"contrast, {scheme}: {ratio:.2f} {key} {text!r}", is_fine, True)
    browser.colours("light")
    page.go()
    nameless = [node["role"]["value"] for node in browser.devtools("Accessibility.getFullAXTree")["nodes"]
                if not node.get("ignored") and any(one["name"] == "focusable" and one["value"]["value"] for one in node.get("properties", []))
                and node["role"]["value"] not in ("RootWebArea", "tabpanel", "scrollable") and not node.get("name", {}).get("value")]  # fmt: skip
    expect("what can be reached has a name", nameless, [])
    print(f"  lowest contrast {lowest:.2f}")


def check_quiet(page):
    """Nothing was logged, and no request but for the file itself."""
    expect("console", [entry["message"][:200] for entry in page.browser.log("browser")], [])
    sent = set()
    for entry in page.browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            sent.add(message["params"]["request"]["url"].split("#")[0])
    expect("requests", sorted(url for url in sent - Page.opened if not url.startswith(("data:", "about:"))), [])


def times(page, name):
    """Median of five loads, of thirty repaints, and of ten changes of what is chosen."""
    browser = page.browser
    loads, first = [], []
    for _ in range(5):
        browser.open(page.address)
        page.ready()
        loads.append(page.run("return performance.getEntriesByName('ready')[0].startTime"))
        first.append(page.run("return performance.getEntriesByName('paint')[0].duration"))
    frames = page.run("""performance.clearMeasures();
        const box = document.getElementById("canvas-box");
        return new Promise((done) => { let left = 30; const next = () => {
          if (!left) { box.style.marginRight = ""; return done(performance.getEntriesByName("paint").map((one) => one.duration)); }
          box.style.marginRight = (left -= 1) % 7 + "px"; requestAnimationFrame(() => setTimeout(next)); }; next(); })""")
    middle = lambda list: sorted(list)[len(list) // 2]  # noqa: E731
    bytes_ = Path(urllib.parse.unquote(urllib.parse.urlparse(page.address).path)).stat().st_size
    print(f"  {name}: {bytes_:,} bytes, ready {middle(loads):.0f} ms after the start of navigation (slowest of 5: {max(loads):.0f}), "
          f"frame {middle(frames):.1f} ms of {len(frames)} (slowest {max(frames):.1f}, the first one {middle(first):.1f})")  # fmt: skip


def pictures(page, folder, name):
    folder.mkdir(parents=True, exist_ok=True)
    for width in (1440, 400):
        page.browser.size(width)
        for scheme in ("light", "dark"):
            page.browser.colours(scheme)
            page.go()
            page.run("scrollTo(0, 0); return new Promise((done) => setTimeout(done, 200))")
            page.browser.picture(folder / f"{name}-{width}-{scheme}.png", whole=True)
    page.browser.colours("light")
    page.browser.size(1440)


# MARK: Images made here


def make_image(file, layers, name, history=None):
    """A docker-archive of these layers: lists of (path, bytes)."""
    with tarfile.open(file, "w") as archive:

        def add(name, content):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))

        digests, names = [], []
        for number, files in enumerate(layers):
            packed = io.BytesIO()
            with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as layer:
                for path, content in files:
                    member = tarfile.TarInfo(path)
                    member.size = len(content)
                    layer.addfile(member, io.BytesIO(content))
            import hashlib

            digests.append("sha256:" + hashlib.sha256(packed.getvalue()).hexdigest())
            names.append(f"{number}/layer.tar")
            add(names[-1], packed.getvalue())
        config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": digests}, "config": {},
                  "history": history or [{"created_by": f"RUN step {number}"} for number in range(len(layers))]}  # fmt: skip
        add("config.json", json.dumps(config).encode())
        add("manifest.json", json.dumps([{"Config": "config.json", "RepoTags": [name], "Layers": names}]).encode())


def hostile_image(file):
    """Names that would be markup, script or an ornament, wherever a page shows a name."""
    status = "".join(f"Package: evil{number}\nStatus: install ok installed\nArchitecture: all\nVersion: 1{name}\n\n"
                     for number, name in enumerate(HOSTILE) if "\n" not in name)  # fmt: skip
    files = [(f"srv/{name.replace('/', '%')}/{name.replace('/', '%')}", b"x" * (1000 + number)) for number, name in enumerate(HOSTILE)]
    files += [("srv/bytes-\udcff\udcfe", b"z" * 900), ("var/lib/dpkg/status", status.encode())]
    gone = [(f"srv/{HOSTILE[0].replace('/', '%')}/.wh.{HOSTILE[0].replace('/', '%')}", b"")]
    history = [{"created_by": f"RUN echo {HOSTILE[0]} {HOSTILE[5]}"}, {"created_by": HOSTILE[1], "comment": HOSTILE[3]}]
    make_image(file, [files, gone], "evil:latest", history)


def many_image(file, number):
    """So many files, as deep and as uneven as those of real images."""
    random.seed(1)
    places = [f"opt/{a}/{b}/{c}" for a in "abcdefgh" for b in range(12) for c in ("lib", "share/doc", "share/locale/xx/LC_MESSAGES", "include")]
    files = [(f"{random.choice(places)}/file-{index}.{random.choice(['py', 'so', 'txt', 'h'])}", b"\0" * int(random.paretovariate(0.9) * 20 % 4000))
             for index in range(number)]  # fmt: skip
    make_image(file, [files[: number // 2], files[number // 2 :]], "many:latest")


def check_hostile(browser, tare, folder):
    image = folder / "hostile.tar"
    hostile_image(image)
    page = Page(browser, *render(tare, image, None, folder))
    expect("title", page.run("return document.title"), "evil:latest · tare")
    for name in (one.replace("/", "%") for one in HOSTILE):
        page.go(path=f"/srv/{name}")
        expect(f"in the list: {shown(name)}", shown(name) in [one for one, _ in page.level()], True)
    page.go(by="owner")
    page.go(by="layer")
    page.run("for (const row of document.querySelectorAll('.finding-head, .row')) row.click()")
    expect("elements that names made", page.run("return document.querySelectorAll('img, svg, h1 ~ h1, body > script ~ script, [onerror], [onload]').length"), 0)
    expect("markup from text is refused", page.run("try { document.body.innerHTML = '<b>x</b>'; return 'done'; } catch (error) { return error.name; }"), "TypeError")
    check_numbers(page)
    page.browser.log("browser")  # The refusal was logged, as it should be.
    check_map(page)
    check_quiet(page)


# MARK: Running


def render(tare, image, dockerfile, folder):
    """The page and the report of the same image."""
    options = ["-f", dockerfile] if dockerfile else []
    file = folder / (Path(image).stem + ".html")
    subprocess.run([tare, image, *options, "--format", "html", "-o", file], check=True)
    report = subprocess.run([tare, image, *options, "--format", "json"], check=True, capture_output=True).stdout
    return file, json.loads(report)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("image")
    parser.add_argument("-f", dest="dockerfile")
    parser.add_argument("--tare", default="tare")
    parser.add_argument("--many", type=int)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder, Browser() as browser:
            folder = Path(folder)
            print(options.image)
            page = Page(browser, *render(options.tare, options.image, options.dockerfile, folder))
            check_numbers(page)
            if page.report["dockerfile"]:
                weights = [options.tare, "dockerfile", options.image, *(["-f", options.dockerfile] if options.dockerfile else []), "--format", "json"]
                check_dockerfile(page, json.loads(subprocess.run(weights, check=True, capture_output=True).stdout))
            check_findings(page)
            check_map(page)
            check_use(page)
            check_looks(page)
            check_quiet(page)
            times(page, "page")
            if options.pictures:
                pictures(page, options.pictures, Path(options.image).stem)
            print("an image of hostile names")
            check_hostile(browser, options.tare, folder)
            if options.many:
                print(f"an image of {options.many:,} files")
                many_image(folder / "many.tar", options.many)
                page = Page(browser, *render(options.tare, folder / "many.tar", None, folder))
                check_numbers(page)
                check_map(page)
                check_quiet(page)
                times(page, "page")
    except (OSError, subprocess.CalledProcessError, ValueError, RuntimeError) as error:
        print(f"page.py: {error}", file=sys.stderr)
        return 2
    print(f"{len(failures)} not so" if failures else "all is well")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
