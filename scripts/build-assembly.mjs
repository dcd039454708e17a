// Compiles lib/math/assembly/ to WebAssembly and writes it into lib/math/kernels/module.ts as text, so
// that the library needs neither a file nor a fetch to have it. `--check` fails if that has drifted.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const entry = "lib/math/assembly/index.ts";
const target = join(root, "lib", "math", "kernels", "module.ts");

let binary;
const { error, stderr } = await main(
  [entry, "-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--outFile", "module.wasm"],
  {
    readFile: (name, base) => {
      try {
        return readFileSync(join(root, base === "." ? "" : base, name), "utf8");
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      if (name === "module.wasm") binary = contents;
    },
    listFiles: () => [],
  },
);
if (error) {
  process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
  process.exit(1);
}

const text = `// Made of lib/math/assembly/ by \`node scripts/build-assembly.mjs\`; not to be edited.

/** The WebAssembly module, in base64. */
export const moduleText =
  "${Buffer.from(binary).toString("base64")}";
`;
if (!process.argv.includes("--check")) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  process.stdout.write(`lib/math/kernels/module.ts: ${binary.length} bytes of WebAssembly\n`);
} else if (readFileSync(target, "utf8") !== text) {
  process.stderr.write(
    "lib/math/kernels/module.ts is not what lib/math/assembly/ compiles to; run `node scripts/build-assembly.mjs`.\n",
  );
  process.exit(1);
}
