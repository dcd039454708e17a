// plotly.js-dist cut down to the traces that the library draws, for pages that must carry Plotly with
// them. The published file is one scope of module functions (`require_bar2`…) that its index calls:
// with a shorter index, and those functions marked as free of side effects, esbuild leaves out the rest.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const BEGIN = "var Plotly = (() => {";
const END = "  return require_index();\n})();";
const INDEX = "Plotly.register([\n        // traces\n";

/** The names of all traces that this plotly.js-dist registers. */
function registered(source) {
  return between(source, INDEX, "// components")
    .match(/require_\w+/g)
    .map((call) => traceName(source, call));
}

function traceName(source, call) {
  return new RegExp(`var ${call} = __commonJS\\(\\{\\n    "lib/(\\w+)\\.js"`).exec(source)?.[1];
}

/** The traces that the library's figures name: `type: "bar"`, also within a condition. */
export function usedTraces(root, source) {
  const folder = join(root, "lib", "plots");
  const named = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const [, value] of text.matchAll(/\btype:([^,;}]*)/g)) {
      for (const [, name] of value.matchAll(/"(\w+)"/g)) named.add(name);
    }
  }
  return registered(source).filter((name) => named.has(name));
}

/** The source of plotly.js-dist as an ES module with these traces beside `scatter`, which is in its core. */
export function trimmed(source, traces) {
  const body = between(source, BEGIN, END).replace(
    /(= )(__commonJS|__esm)\(/g,
    "$1/* @__PURE__ */ $2(",
  );
  const calls = between(body, INDEX, "]);")
    .match(/require_\w+/g)
    .filter((call) => traces.includes(traceName(source, call)));
  const index = body.indexOf(INDEX);
  const rest = body.slice(body.indexOf("]);", index));
  return `${body.slice(0, index)}Plotly.register([${calls.map((call) => `${call}()`)}${rest}\nexport default require_index();`;
}

function between(text, begin, end) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new Error(
      `plotly.js-dist is not built as expected ("${begin.trim()}" is not in it): adapt scripts/build/plotly.`,
    );
  }
  return text.slice(from + begin.length, to);
}
