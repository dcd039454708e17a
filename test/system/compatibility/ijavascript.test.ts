/** What notebooks written for IJavascript do, one habit each, under the JavaScript kernelspec. */
import { expect, it } from "vitest";
import { notebookIn, shown } from "./support.ts";

const notebook = notebookIn("javascript");

it.each([
  ["text", "text/plain", "plain"],
  ["html", "text/html", "<b>bold</b>"],
  ["svg", "image/svg+xml", "<svg/>"],
  ["png", "image/png", "iVBORw0KGgo="],
  ["jpeg", "image/jpeg", "/9j/"],
])("gives a result by $$.%s", async (method, mime, content) => {
  const run = await notebook.run(`$$.${method}(${JSON.stringify(content)})`);
  expect(run.result?.[mime]).toBe(content);
  expect(shown(run)).toHaveLength(1);
});

it("gives a whole bundle by $$.mime", async () => {
  const run = await notebook.run(`$$.mime({ "text/plain": "p", "text/html": "<p>" });`);
  expect(run.result).toEqual({ "text/plain": "p", "text/html": "<p>" });
});

it("ends an asynchronous cell by $$.sendResult, and by $$.done without a result", async () => {
  const run = await notebook.run(`$$.async();
console.log("Hello");
setTimeout(function () { $$.sendResult({ bye: true }); }, 20);
"not this"`);
  expect(run.stdout).toBe("Hello\n");
  expect(run.result?.["text/plain"]).toBe("{ bye: true }");
  const done = await notebook.run(`$$.async(); setTimeout($$.done, 20);`);
  expect(done.result).toBeUndefined();
});

it("keeps a copy of $$ for its own cell", async () => {
  const first = notebook.kernel.start(`$$.async();
var cell1 = { $$: $$, console: console };
setTimeout(function () { cell1.console.log("one"); cell1.$$.sendResult(1); }, 30);`);
  const second = notebook.kernel.start(
    `(function ($$) { $$.async(); setTimeout(function () { $$.sendResult(2); }, 10); })($$);`,
  );
  expect((await first.done).result?.["text/plain"]).toBe("1");
  expect((await first.done).stdout).toBe("one\n");
  expect((await second.done).result?.["text/plain"]).toBe("2");
});

it("fails by $$.sendError", async () => {
  const error = await notebook.fails(
    `$$.async(); setTimeout(function () { $$.sendError(new RangeError("too far")); }, 10);`,
  );
  expect(error).toMatchObject({ ename: "RangeError", evalue: "too far" });
});

it("shows several results with keepAlive", async () => {
  const run = await notebook.run(
    `$$.html("<i>1</i>", true); $$.html("<i>2</i>", true); $$.sendResult("end");`,
  );
  expect(
    shown(run).map(({ type, data }) => [type, data["text/html"] ?? data["text/plain"]]),
  ).toEqual([
    ["display_data", "<i>1</i>"],
    ["display_data", "<i>2</i>"],
    ["execute_result", "'end'"],
  ]);
});

it("takes a promise of a result", async () => {
  const run = await notebook.run(`$$.html(Promise.resolve("<b>later</b>"));`);
  expect(run.result?.["text/html"]).toBe("<b>later</b>");
  const error = await notebook.fails(`$$.sendResult(Promise.reject(new Error("never")));`);
  expect(error.evalue).toBe("never");
});

it("draws in one place by $$.display, also from a later cell", async () => {
  const first = await notebook.run(
    `var $$display = $$.display("chart"); $$display.text("empty"); $$display.html("<b>full</b>");`,
  );
  expect(shown(first)).toMatchObject([
    { type: "display_data", id: "chart", data: { "text/plain": "empty" } },
    { type: "update_display_data", id: "chart", data: { "text/html": "<b>full</b>" } },
  ]);
  const later = await notebook.run(
    `$$display.mime({ "text/plain": "closed" }); $$display.close();`,
  );
  expect(shown(later)).toMatchObject([{ type: "update_display_data", id: "chart" }]);
});

it("asks by $$.input, with a callback and with a promise", async () => {
  const onInput = (prompt: string) => `${prompt}Ada`;
  const callback = await notebook.run(
    `$$.input({ prompt: "Name? ", password: false }, function (error, name) { $$.sendResult(name); });`,
    { onInput },
  );
  expect(callback.result?.["text/plain"]).toBe("'Name? Ada'");
  const promised = await notebook.run(
    `$$.input({ prompt: "? " }).then(function (name) { $$.sendResult(name + "!"); });`,
    { onInput },
  );
  expect(promised.result?.["text/plain"]).toBe("'? Ada!'");
});

it("clears by $$.clear", async () => {
  const run = await notebook.run(`$$.display().text("one"); $$.clear({ wait: true });`);
  expect(run.outputs.map(({ header }) => header.msg_type)).toEqual([
    "display_data",
    "clear_output",
  ]);
});

it("shows objects by the methods that begin with an underscore", async () => {
  const run = await notebook.run(`function Person(name) { this.name = name; }
Person.prototype._toHtml = function () { return "<h1>" + this.name + "</h1>"; };
Person.prototype._toSvg = function () { return "<svg/>"; };
Person.prototype._toPng = function () { return "iVBORw0KGgo="; };
Person.prototype._toJpeg = function () { return "/9j/"; };
new Person("Ada")`);
  expect(run.result).toMatchObject({
    "text/plain": "Person { name: 'Ada' }",
    "text/html": "<h1>Ada</h1>",
    "image/svg+xml": "<svg/>",
    "image/png": "iVBORw0KGgo=",
    "image/jpeg": "/9j/",
  });
  const mime = await notebook.run(
    `({ _toMime: function () { return { "text/html": "<p>", "text/plain": "p" }; } })`,
  );
  expect(mime.result).toEqual({ "text/html": "<p>", "text/plain": "p" });
});

it("knows the older $$async$$, $$done$$ and $$html$$", async () => {
  const run = await notebook.run(`$$async$$ = true;
console.log("Hello!");
setTimeout(function () { $$done$$("And good bye!"); }, 20);`);
  expect(run.stdout).toBe("Hello!\n");
  expect(run.result?.["text/plain"]).toBe("'And good bye!'");
  const html = await notebook.run(`$$html$$ = "<b>old</b>";`);
  expect(html.result?.["text/html"]).toBe("<b>old</b>");
  const svg = await notebook.run(
    `$$async$$ = true; setTimeout(function () { $$svg$$ = "<svg/>"; $$done$$(); }, 10);`,
  );
  expect(svg.result?.["image/svg+xml"]).toBe("<svg/>");
});

it("prints by console's methods, errors apart", async () => {
  const run = await notebook.run(
    `console.log("a", { b: 1 }); console.info("c"); console.error("d"); console.warn("e");`,
  );
  expect(run.stdout).toBe("a { b: 1 }\nc\n");
  expect(run.stderr).toBe("d\ne\n");
});

it("prints from timers that outlive their cell", async () => {
  const running = notebook.kernel.start(`var count = 0; var timer = setInterval(function () {
  console.log(++count);
  if (count === 3) { clearInterval(timer); console.warn("Done!"); }
}, 5);`);
  await running.message(({ content }) => content["text"] === "Done!\n");
});

it("assigns names that nobody declared, and sees them later", async () => {
  expect((await notebook.run(`total = 40;`)).result?.["text/plain"]).toBe("40");
  expect((await notebook.run(`total += 2`)).result?.["text/plain"]).toBe("42");
});

it("requires modules, and files beside the notebook", async () => {
  const run =
    await notebook.run(`var fs = require("fs"), path = require("path"), util = require("util");
fs.writeFileSync("twice.js", "module.exports = function (x) { return 2 * x; };");
var twice = require("./twice");
[twice(4), path.basename("/a/b"), util.format("%d", 3)]`);
  expect(run.result?.["text/plain"]).toBe("[ 8, 'b', '3' ]");
});

it("defines functions and vars again", async () => {
  await notebook.run(`var value = 1; function f() { return value; }`);
  const run = await notebook.run(`var value = 2; function f() { return value * 10; } f()`);
  expect(run.result?.["text/plain"]).toBe("20");
});

it("finds $$ on the global object, where packages look for it", async () => {
  const run = await notebook.run(`[typeof global.$$.async, Object.keys(global).indexOf("$$")]`);
  expect(run.result?.["text/plain"]).toBe("[ 'function', -1 ]");
});
