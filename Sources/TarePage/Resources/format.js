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
