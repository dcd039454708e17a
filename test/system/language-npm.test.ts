// `npm:` specifiers against a registry of this test's own.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startKernel } from "./support/kernel-client.ts";

const scratch = mkdtempSync(join(tmpdir(), "tunebook-npm-"));
const data = join(scratch, "jupyter");
const NAME = "@tunebook-test/greet";

/** The package as a registry has it: packed as npm packs, with an install script that must not run. */
function tarball(): Buffer {
  const folder = join(scratch, "package");
  mkdirSync(folder);
  const manifest = {
    name: NAME,
    version: "1.2.0",
    type: "module",
    exports: { ".": { types: "./main.d.ts", default: "./main.js" }, "./sub": "./sub.js" },
    scripts: {
      postinstall: `node -e "require('fs').writeFileSync('${join(scratch, "ran")}', '')"`,
    },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "main.js"), "export const greet = (name) => `hello ${name}`;");
  writeFileSync(join(folder, "main.d.ts"), "export declare function greet(name: string): string;");
  writeFileSync(join(folder, "sub.js"), "export default 'sub';");
  const file = join(scratch, "package.tgz");
  execFileSync("tar", ["-czf", file, "-C", scratch, "package"]);
  return readFileSync(file);
}

const bytes = tarball();
const requests: string[] = [];
const server = createServer((request, response) => {
  const path = decodeURIComponent(request.url ?? "");
  requests.push(path);
  if (path === `/${NAME}`) {
    const { port } = server.address() as AddressInfo;
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    const dist = { tarball: `http://127.0.0.1:${port}/package.tgz`, integrity };
    const version = { name: NAME, version: "1.2.0", dist, hasInstallScript: true };
    response.end(
      JSON.stringify({
        name: NAME,
        "dist-tags": { latest: "1.2.0" },
        versions: { "1.2.0": version },
      }),
    );
  } else if (path === "/package.tgz") response.end(bytes);
  else response.writeHead(404).end("{}");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => {
  server.close();
  rmSync(scratch, { recursive: true, force: true });
});

const env = (registry: string) => ({
  JUPYTER_DATA_DIR: data,
  npm_config_registry: registry,
  npm_config_cache: join(scratch, "cache"),
  npm_config_userconfig: join(scratch, "none"),
  npm_config_fetch_retries: "0",
});

it("fetches what is not installed, says so once, and has its types from then on", async () => {
  const { port } = server.address() as AddressInfo;
  await using kernel = await startKernel({ env: env(`http://127.0.0.1:${port}/`) });
  const first = await kernel.execute(`import { greet } from "npm:${NAME}@1"; greet("you")`);
  expect(first.error?.traceback.join("\n")).toBeUndefined();
  expect(first.result?.["text/plain"]).toBe("'hello you'");
  expect(first.stderr).toBe(`Fetching npm:${NAME}@1 into ${join(data, "tunebook", "npm")}\n`);
  expect(existsSync(join(scratch, "ran"))).toBe(false);

  const asked = requests.length;
  const again = await kernel.execute(`import sub from "npm:${NAME}@1/sub"; sub`);
  expect(again.result?.["text/plain"]).toBe("'sub'");
  expect(again.stderr).toBe("");
  expect(requests.length).toBe(asked);

  const typed = await kernel.execute("const n: number = greet('x')");
  expect(typed.error?.ename).toBe("TypeCheckError");
  const required = await kernel.execute(`(await import("npm:${NAME}@1")).greet("again")`);
  expect(required.result?.["text/plain"]).toBe("'hello again'");
});

it("says what to do when there is no such package, no network, or it is not npm's", async () => {
  const { port } = server.address() as AddressInfo;
  await using kernel = await startKernel({ env: env(`http://127.0.0.1:${port}/`) });
  const evalue = async (code: string) => (await kernel.execute(code)).error?.evalue;
  expect(await evalue('import a from "npm:@tunebook-test/nothing"; a')).toMatch(
    /npm:@tunebook-test\/nothing cannot be fetched.*%install @tunebook-test\/nothing/,
  );
  expect(await evalue('import a from "jsr:@std/path@1"; a')).toMatch(/npx jsr add @std\/path/);
  expect(await evalue('await import("https://example.org/x.js")')).toMatch(
    /no modules from the web/,
  );

  await using offline = await startKernel({ env: env("http://127.0.0.1:9/") });
  const error = (await offline.execute('import a from "npm:tunebook-offline@1"; a')).error?.evalue;
  expect(error).toMatch(/cannot be fetched.*(?:network|reach).*%install tunebook-offline@1/s);
  expect((await offline.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});
