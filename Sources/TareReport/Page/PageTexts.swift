// Written by Tools/page.py from the files in Resources.

/// What every page holds.
enum PageTexts {
  static let template = #"""
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{{policy}}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>{{title}} · tare</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23315d8c'/%3E%3Cpath d='M3 5h10M8 5v7M5 12h6' stroke='white' stroke-width='1.6' fill='none'/%3E%3C/svg%3E">
    <style>{{style}}</style>
    </head>
    <body>
    <a class="skip" href="#explore">To the map and the findings</a>
    <header class="top">
      <p class="mark">tare</p>
      <nav aria-label="Sections">
        <a href="#layers">Layers</a> <a href="#explore">Map</a> <a href="#findings">Findings</a> <a href="#packages">Packages</a>
      </nav>
      <button type="button" id="theme" class="quiet">Dark</button>
    </header>
    <noscript><p class="note">This report draws itself with the script inside this file. It loads nothing from anywhere; allow scripts to see it.</p></noscript>
    <p id="wait" class="note" role="status">Opening the report …</p>
    <main id="main" hidden>
      <section id="summary" aria-labelledby="image"></section>
      <div id="chips" hidden></div>
      <section id="layers" aria-labelledby="layers-title">
        <h2 id="layers-title">Where the bytes come from</h2>
        <p class="lead" id="layers-lead"></p>
        <div id="layer-bar" class="layer-bar" role="group" aria-label="Layers by bytes"></div>
        <ul class="legend" id="status-legend" aria-label="Colours of the layers"></ul>
        <div class="columns" id="origin-columns">
          <div id="layer-list"></div>
          <div id="dockerfile"></div>
        </div>
      </section>
      <section id="explore" class="columns explore" aria-label="Map, findings and packages">
        <div class="map" id="map">
          <div class="bar">
            <h2>What the bytes are</h2>
            <div class="modes" id="modes" role="group" aria-label="Arrange the map by"></div>
          </div>
          <nav id="crumbs" class="crumbs" aria-label="Place in the map"></nav>
          <div class="canvas" id="canvas-box"><canvas id="canvas" role="img"></canvas><div id="cursor" hidden></div></div>
          <ul class="legend" id="map-legend" aria-label="Colours of the map"></ul>
          <div id="detail" class="detail"></div>
          <ul id="level" class="level" role="listbox" aria-label="This level of the map"></ul>
          <p class="hint">Enter walks in, Backspace walks out; in the map a click does.</p>
        </div>
        <div class="lists">
          <div role="tablist" class="tabs" aria-label="Lists" id="tabs"></div>
          <div id="findings" role="tabpanel" aria-labelledby="tab-findings" tabindex="-1"></div>
          <div id="packages" role="tabpanel" aria-labelledby="tab-packages" tabindex="-1"></div>
        </div>
      </section>
      <footer id="footer"></footer>
    </main>
    <script type="application/octet-stream;base64" id="data" data-form="{{form}}">{{data}}</script>
    <script type="module">{{script}}</script>
    </body>
    </html>
    """#
  static let style = #"""
    /* Few colours, each with one meaning: blue for what is chosen, amber for what can go, red for what is dead. Every text
       colour has a contrast of at least 4.5 to each ground it stands on. */
    :root {
      color-scheme: light dark;
      --ground: light-dark(#f6f7f9, #13161a);
      --card: light-dark(#ffffff, #1b1f25);
      --sunken: light-dark(#eef0f3, #23282f);
      --line: light-dark(#dfe3e8, #313841);
      --ink: light-dark(#1b2129, #e6e9ed);
      --soft: light-dark(#56606c, #a3adb9);
      --accent: light-dark(#1f5fa8, #7db4f2);
      --chosen: light-dark(#e3eefb, #1d3450);
      --amber: light-dark(#e0a030, #d99a34);
      --red: light-dark(#c2413b, #ec7d74);
      --red-text: light-dark(#a8332e, #f09189);
      --none: light-dark(#2f8a63, #4fb58a);
      --low: light-dark(#8fae3c, #a5c254);
      --medium: light-dark(#e0a030, #d99a34);
      --high: light-dark(#c2413b, #ec7d74);
      --waits: light-dark(#9279c8, #a78fdb);
      --stays: light-dark(#cdd3da, #3b434d);
      --m-claimed: light-dark(#efc178, #86622a);
      --m-package: light-dark(#b7c9e0, #3d5472);
      --m-application: light-dark(#a9d3bf, #33604b);
      --m-base: light-dark(#cfd3d9, #474e57);
      --m-nobody: light-dark(#ddd2bd, #5b5240);
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
      --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
    }
    :root[data-theme="light"], :root.printing { color-scheme: light; }
    :root[data-theme="dark"]:not(.printing) { color-scheme: dark; }

    /* Ground */
    * { box-sizing: border-box; }
    html { scroll-padding-top: 64px; }
    body { margin: 0 auto; max-width: 1480px; padding: 0 32px 64px; background: var(--ground); color: var(--ink); font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
    h1, h2, h3, h4, p, ul, ol, dl, dd { margin: 0; padding: 0; }
    ul, ol { list-style: none; }
    h1 { font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; overflow-wrap: anywhere; }
    h2 { font-size: 20px; line-height: 1.3; font-weight: 620; letter-spacing: -0.01em; }
    h3 { font-size: 15px; font-weight: 620; }
    h4 { font-size: 13px; font-weight: 620; margin: 14px 0 4px; }
    a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; overflow-wrap: anywhere; }
    button, input { font: inherit; color: inherit; }
    button { background: none; border: 0; padding: 0; text-align: start; cursor: pointer; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
    code, pre, .code { font-family: var(--mono); font-size: 12.5px; }
    code { background: var(--sunken); border-radius: 3px; padding: 1px 4px; overflow-wrap: anywhere; }
    b { font-weight: 620; }
    table { border-collapse: collapse; width: 100%; }
    th { font-weight: 500; font-size: 13px; color: var(--soft); text-align: start; padding: 4px 8px; border-bottom: 1px solid var(--line); }
    td { padding: 0 8px; vertical-align: top; border-bottom: 1px solid var(--line); }
    .number { text-align: end; white-space: nowrap; }
    .nowrap { white-space: nowrap; }
    .dim { color: var(--soft); }
    .dead-text { color: var(--red-text); }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .skip { position: absolute; left: -999px; }
    .skip:focus { left: 16px; top: 8px; z-index: 9; background: var(--card); padding: 6px 12px; }
    .quiet { color: var(--accent); padding: 4px 0; }
    .quiet:hover { text-decoration: underline; }
    .note { padding: 16px 20px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 24px 0; }
    section { margin-top: 48px; }
    [hidden] { display: none !important; }

    /* Swatches: the same colours in every legend, bar and cell */
    .swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-inline-end: 6px; flex: none; background: var(--stays); }
    .risk-none { background-color: var(--none); } .risk-low { background-color: var(--low); } .risk-medium { background-color: var(--medium); } .risk-high { background-color: var(--high); }
    .waits { background-color: var(--waits); } .stays { background-color: var(--stays); }
    .s-expected { background-color: light-dark(#a9b8c9, #7b8ca0); } .s-oversized { background-color: var(--amber); } .s-not-needed { background-color: light-dark(#d8735f, #c96a58); }
    .s-not-production { background-color: light-dark(#c47aa5, #b0668f); } .s-fixed { background-color: var(--waits); }
    .m-package { background-color: var(--m-package); } .m-application { background-color: var(--m-application); } .m-base { background-color: var(--m-base); } .m-nobody { background-color: var(--m-nobody); }
    .m-claimed { background-color: var(--m-claimed); } .m-lit { background-color: var(--accent); }
    .m-dead, .s-dead { background-color: var(--red); }
    .swatch.s-dead, .swatch.m-dead, .dead-part { background-image: repeating-linear-gradient(135deg, transparent 0 2.5px, var(--card) 2.5px 4px); }
    .m-same { background-color: var(--soft); } .swatch.m-same { background-image: radial-gradient(circle, var(--soft) 1.2px, transparent 1.6px); background-size: 5px 5px; background-color: transparent; box-shadow: inset 0 0 0 1px var(--line); }
    .sev-high { background-color: var(--high); } .sev-medium { background-color: var(--medium); } .sev-low { background-color: var(--m-package); } .sev-info { background-color: var(--stays); }

    /* Head */
    .top { display: flex; align-items: center; gap: 24px; padding: 18px 0; }
    .top nav { margin-inline-start: auto; display: flex; gap: 20px; }
    .top nav a { color: var(--soft); text-decoration: none; }
    .top nav a:hover { color: var(--ink); }
    .mark { font-weight: 700; letter-spacing: -0.02em; font-size: 17px; }
    .about { margin-top: 4px; color: var(--soft); overflow-wrap: anywhere; }
    #summary { margin-top: 20px; }
    .figures { display: grid; grid-template-columns: auto auto 1fr; gap: 24px 48px; margin-top: 28px; align-items: start; }
    .big { font-size: 44px; line-height: 1.05; font-weight: 640; letter-spacing: -0.03em; }
    .figure .label { font-weight: 560; margin-top: 4px; }
    .figure p.dim { font-size: 13px; }
    .figure.dead:not(.nothing) .big { color: var(--red-text); }
    small { font-size: 16px; font-weight: 560; letter-spacing: 0; }
    .scale { border-inline-start: 1px solid var(--line); padding-inline-start: 40px; }
    .scale-title { color: var(--soft); font-size: 13px; }
    .steps { display: grid; grid-template-columns: repeat(4, auto); gap: 8px 24px; margin-top: 6px; }
    .step { background: none; }
    .step dt { font-size: 13px; color: var(--soft); }
    .step dd { font-size: 22px; font-weight: 600; letter-spacing: -0.02em; white-space: nowrap; }
    .step dd .dim { font-size: 13px; font-weight: 400; letter-spacing: 0; }
    .go-bar { display: flex; height: 18px; margin-top: 28px; border-radius: 5px; overflow: hidden; gap: 1px; }
    .go-bar > * { min-width: 2px; }
    .words { margin-top: 8px; font-size: 14px; }
    .reality { margin: 16px 0 36px; max-width: 84ch; font-size: 16px; }
    .moves { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin-top: 12px; }
    .move { display: block; height: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px 18px; color: inherit; text-decoration: none; }
    .move:hover { border-color: var(--accent); }
    .saving { font-size: 26px; font-weight: 640; letter-spacing: -0.02em; }
    .saving .dim { font-size: 14px; font-weight: 400; letter-spacing: 0; }
    .move-title { margin: 2px 0 10px; overflow-wrap: anywhere; }
    .tags { display: flex; flex-wrap: wrap; gap: 6px; }
    .tag { display: inline-flex; align-items: center; font-size: 13px; line-height: 20px; padding: 0 8px; border-radius: 10px; background: var(--sunken); color: var(--ink); }
    .tag .swatch { border-radius: 50%; width: 8px; height: 8px; }
    .tag.word { box-shadow: inset 3px 0 0 var(--waits); border-radius: 3px 10px 10px 3px; }

    /* What is chosen */
    #chips { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; gap: 8px 12px; padding: 10px 0; margin-top: 24px; background: var(--ground); border-bottom: 1px solid var(--line); }
    .chip { display: inline-flex; gap: 8px; align-items: center; max-width: 100%; background: var(--chosen); border-radius: 16px; padding: 4px 12px; font-size: 14px; }
    .chip-key { font-weight: 600; white-space: nowrap; }
    .chip-value { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 60ch; }

    /* Layers and Dockerfile */
    .lead { color: var(--soft); margin-top: 2px; }
    .layer-bar { display: flex; gap: 1px; height: 44px; margin-top: 16px; border-radius: 6px; overflow: hidden; }
    .segment { position: relative; min-width: min(4px, 0.6%); height: 100%; overflow: hidden; }
    .segment:focus-visible { outline-offset: -3px; outline-color: var(--ink); }
    .dead-part { position: absolute; inset: 0 0 0 auto; background-color: var(--red); }
    .segment-label { position: absolute; left: 8px; top: 3px; font-size: 12px; font-weight: 600; color: #0b0e12; }
    .filtered .segment:not(.chosen) { opacity: 0.35; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 8px; font-size: 13px; color: var(--soft); }
    .legend li { display: inline-flex; align-items: center; }
    .columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 40px; align-items: start; margin-top: 20px; }
    .columns.single { grid-template-columns: minmax(0, 1fr); }
    .row { display: block; width: 100%; padding: 6px 0; }
    .what { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .layers .what { font-family: var(--mono); font-size: 12.5px; line-height: 20px; }
    .meta { display: block; font-size: 13px; }
    .layers { table-layout: fixed; }
    .layers th:nth-child(1) { width: 38px; } .layers th:nth-child(3) { width: 84px; } .layers th:nth-child(4) { width: 84px; }
    .layers td.number { padding-top: 6px; }
    .layers td:first-child, .layers th:first-child { padding-inline-start: 0; text-align: end; }
    .reason { display: none; font-size: 13px; margin-top: 2px; overflow-wrap: anywhere; }
    .chosen > td .reason { display: block; }
    .chosen > td .what { white-space: normal; overflow-wrap: anywhere; }
    tr.chosen { background: var(--chosen); }
    tr.empty .meta { display: none; }
    tr.empty .what { color: var(--soft); }
    tr.chosen .meta { display: block; }
    tr:has(button.row:hover) { background: var(--sunken); }
    tr.chosen:has(button.row:hover) { background: var(--chosen); }
    .track { display: block; height: 4px; margin-top: 4px; border-radius: 2px; overflow: hidden; }
    .weight { display: block; height: 100%; min-width: 1px; border-radius: 2px; }
    #dockerfile { position: sticky; top: 60px; max-height: calc(100vh - 76px); overflow: auto; }
    .match { font-size: 13px; overflow-wrap: anywhere; }
    .code { margin-top: 8px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px 0; }
    .block { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 12px; width: 100%; padding: 0 12px 0 8px; line-height: 20px; }
    button.block:hover { background: var(--sunken); }
    .block.chosen { background: var(--chosen) !important; box-shadow: inset 3px 0 0 var(--accent); }
    .block:focus-visible { outline-offset: -2px; }
    .margin { font-family: var(--sans); font-size: 13px; text-align: end; line-height: 18px; padding-top: 1px; }
    .margin { position: relative; }
    .margin > span { display: block; position: relative; }
    .margin > .weight { position: absolute; right: 0; top: 2px; height: 16px; background: light-dark(#d9e4f2, #25384e); border-radius: 3px; }
    .src { display: flex; gap: 12px; }
    .ln { color: var(--soft); flex: none; min-width: 2ch; text-align: end; user-select: none; }
    .txt { white-space: pre-wrap; overflow-wrap: anywhere; }

    /* Map */
    .explore { grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); margin-top: 56px; }
    .map { position: sticky; top: 60px; display: flex; flex-direction: column; min-height: 600px; height: calc(100vh - 76px); max-height: 980px; }
    .bar { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; justify-content: space-between; }
    .modes { display: inline-flex; flex-wrap: wrap; gap: 2px; background: var(--sunken); border-radius: 8px; padding: 2px; font-size: 14px; }
    .modes button { padding: 3px 12px; border-radius: 6px; }
    .modes button:hover { color: var(--accent); }
    .modes button[aria-pressed="true"] { background: var(--card); box-shadow: 0 0 0 1px var(--line); font-weight: 560; }
    .crumbs { display: flex; flex-wrap: wrap; gap: 2px 16px; justify-content: space-between; margin: 8px 0 6px; font-size: 14px; }
    .crumbs ol { display: flex; flex-wrap: wrap; }
    .crumbs li:not(:first-child)::before { content: "›"; color: var(--soft); padding: 0 6px; }
    .crumbs button { color: var(--accent); overflow-wrap: anywhere; }
    .crumbs button[aria-current] { color: var(--ink); font-weight: 560; }
    .lit-sum { margin-inline-start: 12px; font-weight: 560; }
    .canvas { position: relative; flex: 1 1 320px; min-height: 240px; border-radius: 8px; overflow: hidden; cursor: pointer; }
    /* Borders and outline have no width: the map reads its colours from here. */
    #canvas { position: absolute; inset: 0; width: 100%; height: 100%; color: var(--ink); background-color: var(--line); border: 0 solid; border-top-color: var(--sunken); border-bottom-color: light-dark(#e3e6ea, #2b3139); border-left-color: light-dark(#1b2129, #eef1f4); border-right-color: light-dark(#ffffff, #0e1216); outline: 0 solid var(--soft); }
    #cursor { position: absolute; pointer-events: none; box-shadow: inset 0 0 0 2px var(--ink), inset 0 0 0 3px var(--card); border-radius: 2px; }
    .detail { min-height: 128px; margin-top: 10px; font-size: 14px; }
    .detail-path { font-family: var(--mono); font-size: 13px; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
    .facts { display: grid; grid-template-columns: 64px minmax(0, 1fr); gap: 0 12px; font-size: 13px; }
    .facts dt { color: var(--soft); }
    .facts dd { overflow-wrap: anywhere; }
    .detail .facts dd { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .level { flex: 0 1 210px; min-height: 120px; overflow: auto; border-top: 1px solid var(--line); font-size: 14px; }
    .level li { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto 76px; gap: 12px; padding: 3px 8px; cursor: pointer; }
    .level li > * { position: relative; }
    .level .track { position: absolute; inset: 2px 0; height: auto; margin: 0; opacity: 0.45; border-radius: 3px; }
    .level .item { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .level .notes { font-size: 13px; display: flex; gap: 12px; white-space: nowrap; }
    .level li:hover { background: var(--sunken); }
    .level li:focus-visible { outline-offset: -2px; }
    .level .more { color: var(--soft); display: block; }
    .hint { font-size: 13px; color: var(--soft); padding-top: 4px; }

    /* Findings and packages */
    .tabs { display: flex; gap: 24px; border-bottom: 1px solid var(--line); font-size: 16px; }
    .tabs button { padding: 4px 0 8px; margin-bottom: -1px; border-bottom: 2px solid transparent; color: var(--soft); }
    .tabs button[aria-selected="true"] { border-color: var(--accent); color: var(--ink); font-weight: 600; }
    .off { display: none; }
    .filters { display: flex; flex-wrap: wrap; gap: 8px 12px; margin-top: 14px; }
    input[type="search"] { flex: 1 1 160px; min-width: 0; background: var(--card); border: 1px solid light-dark(#868f9b, #6c7682); border-radius: 8px; padding: 4px 10px; font-size: 14px; }
    .count { font-size: 13px; margin: 8px 0; }
    .finding { border-bottom: 1px solid var(--line); scroll-margin-top: 64px; }
    .finding.chosen { background: var(--card); box-shadow: 0 0 0 1px var(--line), inset 3px 0 0 var(--accent); border-radius: 8px; margin: 6px 0; }
    .finding-head { display: grid; grid-template-columns: 10px minmax(0, 1fr) auto; gap: 2px 10px; width: 100%; padding: 9px 10px; }
    .finding-head > .swatch { border-radius: 50%; margin: 6px 0 0; }
    .finding-head:hover { background: var(--sunken); border-radius: 8px; }
    .finding-title { overflow-wrap: anywhere; }
    .finding-bytes { font-weight: 600; white-space: nowrap; }
    .finding-meta { grid-column: 2 / -1; display: flex; flex-wrap: wrap; gap: 4px 12px; font-size: 13px; align-items: center; }
    .finding-meta .risk { background: none; padding: 0; }
    .finding-body { padding: 0 16px 14px 30px; font-size: 14px; }
    .finding-body > h4:first-child { margin-top: 2px; }
    .evidence li { padding-inline-start: 14px; text-indent: -14px; overflow-wrap: anywhere; }
    .evidence li::before { content: "·"; display: inline-block; width: 14px; text-indent: 0; color: var(--soft); }
    .fix + .fix { margin-top: 8px; }
    .fix p, .risk-reason { overflow-wrap: anywhere; }
    pre { margin: 4px 0; padding: 8px 10px; background: var(--sunken); border-radius: 6px; overflow-x: auto; line-height: 19px; }
    pre > span { display: block; white-space: pre; }
    .diff { max-height: 420px; }
    .plus { color: light-dark(#17653f, #7fd3a8); } .minus { color: var(--red-text); } .at { color: var(--accent); }
    .claims li { font-size: 13px; overflow-wrap: anywhere; }
    .claims a { font-family: var(--mono); font-size: 12.5px; }
    .foot { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 12px; font-size: 13px; }
    .packages th button { font-weight: inherit; }
    .packages th[aria-sort="descending"] button::after { content: " ↓"; } .packages th[aria-sort="ascending"] button::after { content: " ↑"; }
    .packages th[aria-sort$="ending"] button { color: var(--ink); font-weight: 600; }
    .packages td.number { padding-top: 6px; }
    .packages td:first-child { max-width: 0; width: 99%; padding-inline-start: 6px; }
    .package-body td { background: var(--card); padding: 8px 12px 12px; }
    .facts { line-height: 20px; }
    .package-body .facts { grid-template-columns: 84px minmax(0, 1fr); }

    /* Foot */
    footer { margin-top: 64px; padding-top: 20px; border-top: 1px solid var(--line); font-size: 14px; overflow-wrap: anywhere; }
    footer > * + * { margin-top: 12px; }
    summary { cursor: pointer; }
    .checked { display: grid; grid-template-columns: minmax(120px, 260px) minmax(0, 1fr); gap: 2px 16px; margin-top: 8px; font-size: 13px; }
    .checked dt { font-family: var(--mono); font-size: 12.5px; }
    .checked dd { color: var(--soft); }

    @media (max-width: 1080px) {
      .figures { grid-template-columns: auto auto; justify-content: start; }
      .scale { grid-column: 1 / -1; border: 0; padding: 0; }
      .columns, .explore { grid-template-columns: minmax(0, 1fr); }
      .map { position: static; height: auto; max-height: none; }
      .canvas { flex: none; height: 56vw; max-height: 520px; min-height: 280px; }
      .level { flex: none; max-height: 300px; }
      #dockerfile { position: static; max-height: none; }
    }
    @media (max-width: 640px) {
      body { padding: 0 16px 40px; font-size: 15px; }
      .top { gap: 12px; } .top nav { gap: 12px; font-size: 14px; }
      h1 { font-size: 24px; }
      .big { font-size: 34px; }
      .figures { gap: 20px 32px; }
      .steps { grid-template-columns: repeat(2, 1fr); }
      .moves { grid-template-columns: 1fr; }
      section { margin-top: 36px; }
      .block { grid-template-columns: 72px minmax(0, 1fr); gap: 8px; padding-inline: 6px; }
      .src { gap: 8px; }
      .layers th:nth-child(1) { width: 28px; } .layers th:nth-child(3), .layers th:nth-child(4) { width: 68px; }
      td, th { padding-inline: 5px; }
      .level li { grid-template-columns: minmax(0, 1fr) 70px; }
      .level li { row-gap: 0; }
      .level .notes { grid-column: 1 / -1; grid-row: 2; }
      .purpose { display: none; }
      .chip-value { max-width: 44vw; }
      .checked { grid-template-columns: 1fr; } .checked dd { margin-bottom: 6px; }
    }
    @media (prefers-reduced-motion: no-preference) { .segment { transition: opacity 120ms; } }
    @media print {
      body { max-width: none; padding: 0; font-size: 11pt; background: none; }
      .top nav, #theme, .skip, #modes, .filters, .level, .hint, .tabs, #more-packages, .quiet, .lead, #chips { display: none !important; }
      .columns, .explore { display: block; }
      .map, #dockerfile { position: static; height: auto; max-height: none; min-height: 0; overflow: visible; }
      .canvas { height: 90mm; }
      .off { display: block; }
      #dockerfile, .lists { margin-top: 24px; }
      .move, .finding-head, .finding-body > p, .fix, .canvas, tr, .block { break-inside: avoid; }
      h2, h3, h4, .bar, .crumbs, .finding-head, .count { break-after: avoid; }
      /* The Dockerfile is on paper once already, and a claim is a link to follow. */
      .quoted, .claimed { display: none; }
      pre > span { white-space: pre-wrap; }
      #packages { margin-top: 24px; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """#
  static let script = #"""
    // Text and elements. Everything that comes from the image passes `el`, which writes text and never markup.

    /** What would reorder, hide or forge text becomes \xNN, byte by byte, as on a terminal. */
    const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Cs}]/gu;
    const printable = (text) => String(text).replace(unprintable, (found) =>
      [...new TextEncoder().encode(found)].map((byte) => "\\x" + byte.toString(16).padStart(2, "0")).join(""));

    /** A line of code, to be copied as it is: with its tabs, and the break behind it. */
    const codeLine = (text) => document.createTextNode(text.split("\t").map(printable).join("\t") + "\n");

    /** el("li.name", {attribute: value, onclick}, children…): strings become text; null and false are left out. */
    function el(spec, ...children) {
      const [tag, ...classes] = spec.split(".");
      const node = document.createElement(tag || "div");
      if (classes.length) node.className = classes.join(" ");
      const attributes = children[0]?.constructor === Object ? children.shift() : {};
      for (const [key, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
        // What is only compared stays as it is; what is read out or shown does not.
        else node.setAttribute(key, value === true ? "" : key.startsWith("data-") ? value : printable(value));
      }
      put(node, ...children);
      return node;
    }

    function put(node, ...children) {
      for (const child of children.flat(Infinity)) {
        if (child === null || child === undefined || child === false) continue;
        node.append(child instanceof Node ? child : printable(child));
      }
      return node;
    }

    const dim = (...children) => el("span.dim", ...children);
    const swatch = (kind) => el("i.swatch." + kind);
    const fill = (node, ...children) => { node.replaceChildren(); return put(node, ...children); };
    const byId = (id) => document.getElementById(id);
    const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
    const plural = (number, one, many = one + "s") => `${count(number)} ${number === 1 ? one : many}`;

    const units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /** SI units with three significant digits, rounded half up, as the terminal prints them. */
    function size(bytes) {
      if (bytes === null || bytes === undefined) return "unknown";
      if (model.texts.exactBytes) return count(bytes) + " B";
      let unit = 0, scale = 1;
      while (unit + 1 < units.length && Math.abs(bytes) >= scale * 1000) { unit += 1; scale *= 1000; }
      if (unit === 0) return bytes + " B";
      for (;;) {
        const whole = Math.floor(Math.abs(bytes) / scale);
        let decimals = whole >= 100 ? 0 : whole >= 10 ? 1 : 2;
        let steps = Math.floor(Math.abs(bytes) * 10 ** decimals / scale + 0.5);
        // Rounding may have added a digit: 9.999 is 10.0, and 999.6 kB is 1.00 MB.
        if (decimals && steps >= 1000) { steps /= 10; decimals -= 1; }
        if (steps >= 1000 && decimals === 0 && unit + 1 < units.length) { unit += 1; scale *= 1000; continue; }
        return (bytes < 0 ? "-" : "") + (steps / 10 ** decimals).toFixed(decimals) + " " + units[unit];
      }
    }

    function percent(part, whole) {
      if (!whole) return "";
      if (part > 0 && part / whole < 0.0005) return "< 0.1 %";
      return (Math.round(part / whole * 1000) / 10).toFixed(1) + " %";
    }

    /** A size that keeps the exact number with it. */
    const bytes = (number, spec = "data") =>
      number === null || number === undefined ? dim("unknown")
        : el(spec, { value: number, title: count(number) + " B" }, size(number));

    /** Text with `commands` in it. */
    const prose = (text) => text.split("`").map((part, index) => index % 2 ? el("code", part) : part);

    const lines = (origin) => !origin ? "" :
      (origin.startLine === origin.endLine ? "line " + origin.startLine : `lines ${origin.startLine}-${origin.endLine}`);

    /** A search field; what is typed goes to `search`, in lower case. */
    const searchBox = (id, label, search) => el("input", {
      type: "search", id, placeholder: label, "aria-label": label, oninput: (event) => search(event.target.value.toLowerCase()),
    });

    /** Where a stage has a name. */
    const stageOf = ({ stage }) => stage && !/^\d+$/.test(stage) ? ` in ${stage}` : "";

    /** What a history record did, without the builder's wrapping. */
    function instruction(layer) {
      const text = layer.createdBy || layer.comment || "no record";
      return text.replace(/^(\/bin\/sh -c #\(nop\) +|\/bin\/sh -c +)/, (found) => found.includes("nop") ? "" : "RUN ")
        .replace(/^RUN (\|\d+ .*?)?\/bin\/sh -c /, "RUN ").replace(/ # buildkit$/, "").replace(/\s+/g, " ");
    }

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

    // First sight: how big, how much of it can go, and the moves that matter.

    const RISKS = ["none", "low", "medium", "high"];
    const riskWords = (risk) => risk === "none" ? "no risk" : risk + " risk";

    function showSummary() {
      const { report, texts } = model;
      const { image, totals, base, layers } = report;
      const name = image.reference || image.source;
      const absent = layers.filter((layer) => layer.absent).length;
      document.title = printable(name) + " · tare";
      const about = [image.platform, base.distribution, base.name && "on " + base.name, image.configDigest.slice(0, 19)];
      put(byId("summary"),
        el("h1", { id: "image" }, name),
        el("p.about", about.filter(Boolean).join(" · ")),
        el(".figures",
          figure("total", totals.unpacked, totals.atLeast?.unpacked, "of content", [
            plural(layers.filter((layer) => !layer.empty).length, "layer"), absent > 0 && `, ${count(absent)} of them absent`,
            totals.files !== null && `, ${plural(totals.files, "file")}`]),
          figure("dead", totals.dead, totals.atLeast?.dead, "dead", "hidden by later layers"),
          el(".scale",
            el("p.scale-title", "Can go without changing the architecture, by the risk you take"),
            el("dl.steps", RISKS.map((risk) =>
              step(risk === "none" ? "none" : "up to " + risk, totals.removable.asIs[risk], "risk-" + risk))))),
        goBar(),
        el("p.reality", texts.reality),
        moves());
    }

    function figure(id, number, bound, label, note) {
      return el(`.figure.${id}${number === 0 ? ".nothing" : ""}`, { id: "figure-" + id },
        el("p.big", number === null && bound !== undefined ? [el("small", "at least "), bytes(bound)] : bytes(number)),
        el("p.label", label, number !== null && id === "dead" && dim(" " + percent(number, model.image))),
        el("p.dim", note));
    }

    const step = (label, number, id) => el(".step", { id },
      el("dt", swatch(id), label), el("dd", bytes(number), dim(" " + percent(number, model.image))));

    /** The owner's words that would free more than all that counts anyway, the largest first. */
    const words = () => Object.entries(model.report.totals.removable.withIntent)
      .filter(([, number]) => number > model.report.totals.removable.asIs.high).sort((left, right) => right[1] - left[1]);

    /** The whole image as one bar: what goes at which risk, what waits for a word, what stays. */
    function goBar() {
      const { asIs } = model.report.totals.removable;
      const parts = RISKS.map((risk, index) => ["risk-" + risk, riskWords(risk), asIs[risk] - (index ? asIs[RISKS[index - 1]] : 0)]);
      const [word] = words();
      if (word) parts.push(["waits", `waits for the word “${word[0]}”`, word[1] - asIs.high]);
      parts.push(["stays", "stays", model.image - parts.reduce((sum, part) => sum + part[2], 0)]);
      const shown = parts.filter((part) => part[2] > 0);
      const bar = el(".go-bar", { role: "img", "aria-label": shown.map((part) => `${part[1]}: ${size(part[2])}`).join(", ") });
      for (const [kind, label, number] of shown) {
        const piece = el("." + kind, { title: `${label}: ${size(number)}` });
        piece.style.flexGrow = number;
        bar.append(piece);
      }
      return [bar, words().length > 0 && el("p.words", { id: "words" }, "With your word: ",
        words().map(([name, number], index) =>
          [index > 0 && ", ", swatch("waits"), el("b", name), " ", bytes(number), dim(" " + percent(number, model.image))]),
        dim(" (each includes all of the above)"))];
    }

    /** What the moves are ranked by: what a finding adds; what waits for a word counts by itself, once a group. */
    function chosenMoves() {
      const groups = new Set();
      return model.report.findings.map((finding) => ({ finding, saving: finding.counts ? finding.added : finding.intent ? finding.bytes : 0 }))
        .filter((move) => move.saving > 0 && move.finding.exception === null)
        .sort((left, right) => right.saving - left.saving)
        .filter(({ finding }) => !finding.group || (!groups.has(finding.group) && groups.add(finding.group)))
        .slice(0, 3);
    }

    function moves() {
      const chosen = chosenMoves();
      if (!chosen.length) return el("p.note", "Nothing can go: no rule found anything that holds bytes.");
      return [
        el("h2", chosen.length === 1 ? "The move that matters" : `The ${chosen.length === 2 ? "two" : "three"} moves that matter`),
        el("ol.moves", chosen.map(({ finding, saving }) => el("li",
          el("a.move", { href: address({ finding: finding.id }), "data-finding": finding.id },
            el("p.saving", !finding.exact && el("small", "at least "), bytes(saving), dim(" " + percent(saving, model.image))),
            el("p.move-title", finding.title),
            el("p.tags", riskTag(finding), finding.intent && el("span.tag.word", "your word: " + finding.intent),
              el("span.tag", finding.effort), place(finding) && el("span.tag", place(finding))))))),
      ];
    }

    const riskTag = (finding) => el("span.tag.risk", { "data-risk": finding.risk }, swatch("risk-" + finding.risk), riskWords(finding.risk));

    const place = (finding) => finding.origins.length
      ? finding.origins.slice(0, 2).map(lines).join(", ")
      : finding.layers.slice(0, 2).map((row) => "layer " + row).join(", ");

    function showFooter() {
      const { report } = model;
      const { dive, checked, notes, image } = report;
      put(byId("footer"),
        notes.length > 0 && [el("h2", "Notes"),
          el("ul.plain", notes.map((note) => el("li", note.layer !== null && `layer ${note.layer}: `, note.text)))],
        checked.length > 0 && el("details", el("summary", `Looked for and not found: ${plural(checked.length, "rule")}`),
          el("dl.checked", checked.map((one) => [el("dt", one.rule), el("dd", one.reason)]))),
        el("p.dim", "Sizes are bytes of content, 1 kB = 1,000 bytes; hover any to see it whole. ",
          "A saving is the size of a set of bytes, so nothing is counted twice. ",
          dive.efficiency !== null && "dive says of the same layers: "
            + `efficiency ${(dive.efficiency * 100).toFixed(1)} %, ${size(dive.wastedBytes)} wasted. `,
          `Source: ${image.source}; config ${image.configDigest}.`));
    }

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
    """#
}
