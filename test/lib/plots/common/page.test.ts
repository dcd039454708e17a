import { gunzipSync } from "node:zlib";
import { JSDOM } from "jsdom";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FIGURE_MIME, HOST, type Host, type MimeBundle } from "../../../../lib/display/host.ts";
import { exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { Figure } from "../../../../lib/plots/common/figure.ts";
import { pageAsset } from "../../../../lib/plots/common/page.ts";
import { PLOTLY_MIME } from "../../../../lib/plots/common/plotly-mime.ts";
import { stageFor } from "../../../../lib/plots/common/stage.ts";
import { history } from "../../../../lib/plots/history.ts";
import { recordingHost } from "../fixtures.ts";

const globals = globalThis as unknown as Record<symbol, unknown>;

afterEach(() => {
  delete globals[HOST];
  vi.unstubAllEnvs();
});

/** Shows a figure as a kernel does: by its Jupyter method, while the host is there. */
async function bundleIn(host: Host, figure: Figure): Promise<MimeBundle> {
  globals[HOST] = host;
  const method = (figure as unknown as Record<symbol, () => Promise<MimeBundle>>)[
    Symbol.for("Jupyter.display")
  ];
  return (await method?.call(figure)) ?? {};
}

const figure = history(exampleStudy({ trials: 60, running: 0 }));
const isLoader = ({ bundle }: { bundle: MimeBundle }) =>
  String(bundle["text/html"]).includes("DecompressionStream");

/** The elements of a bundle's HTML. */
const elements = (bundle: MimeBundle) =>
  new JSDOM(`<body>${String(bundle["text/html"])}</body>`).window.document;

const cellOf = (id: string) => ({
  id,
  code: "",
  signal: new AbortController().signal,
  hold: () => undefined,
  standing: true,
});

describe("the loader", () => {
  test("is at most 1.1 MB, names the licence of what it holds and draws the traces in use", () => {
    const page = pageAsset();
    expect(page?.gzip.length).toBeLessThan(1.1e6);
    expect(page?.notice).toContain("MIT");
    expect(page?.traces).toContain("scatter");
    const code = gunzipSync(Buffer.from(page?.gzip ?? "", "base64")).toString("utf8");
    expect(code).toContain("tunebook-panel");
    expect(code).not.toContain("</script");
  });

  test("is shown once in a notebook, before the first figure", async () => {
    const { host, shown } = recordingHost({ renderer: false, cell: cellOf("a") });
    const first = await bundleIn(host, figure);
    await bundleIn(host, figure);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.bundle["text/plain"]).toBe("");
    expect(shown.every(isLoader)).toBe(true);
    expect(String(first["text/html"]).length).toBeLessThan(250_000);
  });

  test("is shown again when its cell has been run again, cleared or deleted", async () => {
    const cell = cellOf("a");
    const { host, shown } = recordingHost({ renderer: false, cell });
    await bundleIn(host, figure);
    cell.standing = false;
    Object.assign(host, { cell: cellOf("b") });
    await bundleIn(host, figure);
    await bundleIn(host, figure);
    expect(shown.filter(isLoader)).toHaveLength(2);
  });

  test("is never sent to the labextension, to VS Code or to Colab", async () => {
    for (const variable of ["", "VSCODE_PID", "COLAB_NOTEBOOK_ID"]) {
      vi.stubEnv(variable || "NOTHING", "1");
      const { host, shown } = recordingHost({ renderer: variable === "" });
      const bundle = await bundleIn(host, figure);
      expect(shown).toEqual([]);
      expect(String(bundle["text/html"])).not.toContain("<script");
      vi.unstubAllEnvs();
    }
  });
});

describe("a figure's HTML in a page without the labextension", () => {
  test("is its picture with its alt text, and a script that hands over the payload", async () => {
    const { host } = recordingHost({ renderer: false });
    const bundle = await bundleIn(host, figure);
    expect(Object.keys(bundle)).toEqual([FIGURE_MIME, "text/html", "image/png", "text/plain"]);
    const document = elements(bundle);
    const image = document.querySelector("[data-tunebook] > img");
    expect(image?.getAttribute("alt")).toBe(figure.alt);
    expect(image?.getAttribute("src")).toBe(`data:image/png;base64,${String(bundle["image/png"])}`);
    const script = document.querySelector("script")?.textContent ?? "";
    const window: Record<string, unknown> = {};
    new Function("window", script)(window);
    const id = document.querySelector("[data-tunebook]")?.getAttribute("data-tunebook");
    expect(window).toEqual({ [pageAsset()?.name ?? ""]: [[id, figure.toPayload()]] });
  });

  test("the same figure shown twice has two places", async () => {
    const { host } = recordingHost({ renderer: false });
    const places = [await bundleIn(host, figure), await bundleIn(host, figure)].map((bundle) =>
      elements(bundle).querySelector("[data-tunebook]")?.getAttribute("data-tunebook"),
    );
    expect(places[0]).not.toBe(places[1]);
  });

  test("text of users ends no script, starts none and leaves no attribute", async () => {
    const { host } = recordingHost({ renderer: false });
    const nasty = `</script><script>window.broken=1</script><!--"><img onerror=x>`;
    const hostile = new Figure({
      id: `history${nasty}`,
      height: 200,
      spec: { data: [], layout: { title: { text: nasty } } },
      alt: nasty,
    });
    const document = elements(await bundleIn(host, hostile));
    expect([...document.body.children].map((node) => node.tagName)).toEqual(["DIV", "SCRIPT"]);
    expect(document.querySelectorAll("img")).toHaveLength(1);
    expect(document.querySelector("img")?.getAttribute("alt")).toBe(nasty);
  });
});

describe("hosts with a Plotly of their own", () => {
  test.each(["VSCODE_PID", "COLAB_NOTEBOOK_ID"])("%s gets a spec in real colours", async (name) => {
    vi.stubEnv(name, "1");
    const { host } = recordingHost({ renderer: false });
    const bundle = await bundleIn(host, figure);
    expect(Object.keys(bundle)).toEqual([
      PLOTLY_MIME,
      FIGURE_MIME,
      "text/html",
      "image/png",
      "text/plain",
    ]);
    const spec = bundle[PLOTLY_MIME] as { layout: Record<string, unknown> };
    expect(JSON.stringify(spec)).not.toContain("token:");
    expect(spec.layout).toMatchObject({
      paper_bgcolor: "#ffffff",
      height: figure.height,
      autosize: true,
    });
  });
});

describe("a live panel in a page without the labextension", () => {
  const payload = (title: string) => ({
    ...figure.toPayload(),
    alt: title,
  });

  test("is drawn once, steered by scripts of a second output, and settled at the end", async () => {
    const { host, shown } = recordingHost({ renderer: false, cell: cellOf("a") });
    const stage = stageFor(host, "panel", () => Promise.reject(new Error("no picture")));
    for (const title of ["one", "two", "three"]) {
      stage.frame({ payload: payload(title), text: title });
    }
    stage.finish({
      payload: payload("end"),
      text: "the end",
      picture: { bytes: new Uint8Array([1, 2, 3]) },
    });
    expect(shown.filter(isLoader)).toHaveLength(1);
    const places = shown.filter((each) => !isLoader(each));
    expect(places.map(({ options }) => [options.id, options.update ?? false])).toEqual([
      ["panel", false],
      ["panel-frames", false],
      ["panel-frames", true],
      ["panel-frames", true],
      ["panel", true],
      ["panel-frames", true],
    ]);
    const [first, empty, two, , last, blank] = places.map(({ bundle }) => bundle);
    expect(first?.["text/plain"]).toBe("one");
    expect(elements(first ?? {}).querySelector("[data-tunebook='panel']")).not.toBeNull();
    expect(elements(two ?? {}).querySelector("[data-tunebook]")).toBeNull();
    expect(String(two?.["text/html"])).toContain('["panel",{');
    // While it runs nothing is there that a labextension would draw and never update.
    for (const bundle of [first, empty, two]) expect(bundle).not.toHaveProperty([FIGURE_MIME]);
    expect(Object.keys(last ?? {})).toEqual([FIGURE_MIME, "text/html", "image/png", "text/plain"]);
    expect(elements(last ?? {}).querySelector("[data-tunebook='panel'] > img")).not.toBeNull();
    expect(blank).toEqual({ "text/html": "<script></script>", "text/plain": "" });
  });
});

describe("a live panel in VS Code", () => {
  test("is a picture that is drawn anew when the last one is done", async () => {
    vi.stubEnv("VSCODE_PID", "1");
    const { host, shown } = recordingHost({ renderer: false });
    const asked: ((bytes: { bytes: Uint8Array }) => void)[] = [];
    const stage = stageFor(host, "panel", () => new Promise((done) => asked.push(done)));
    const frame = (text: string) => stage.frame({ payload: figure.toPayload(), text });
    frame("one");
    frame("two");
    expect(asked).toHaveLength(1);
    asked[0]?.({ bytes: new Uint8Array([1]) });
    await expect.poll(() => shown).toHaveLength(2);
    frame("three");
    stage.finish({ payload: figure.toPayload(), text: "end", picture: { problem: "none" } });
    asked[1]?.({ bytes: new Uint8Array([2]) });
    await Promise.resolve();
    expect(shown.map(({ bundle }) => bundle["text/plain"])).toEqual(["", "one", "end\nnone"]);
    expect(Object.keys(shown[1]?.bundle ?? {})).toEqual(["text/html", "image/png", "text/plain"]);
    expect(shown.every(({ options }) => options.id === "panel")).toBe(true);
  });
});
