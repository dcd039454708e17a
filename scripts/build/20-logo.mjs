// The kernel's logo in the files that a kernelspec holds: the SVG, and PNGs for older launchers.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

export default function logo(root) {
  const source = join(root, "kernel", "install", "assets", "logo.svg");
  const target = join(root, "dist", "kernel", "install", "assets");
  mkdirSync(target, { recursive: true });
  copyFileSync(source, join(target, "logo-svg.svg"));
  for (const size of [32, 64]) {
    const image = new Resvg(readFileSync(source, "utf8"), {
      fitTo: { mode: "width", value: size },
    });
    writeFileSync(join(target, `logo-${size}x${size}.png`), image.render().asPng());
  }
}
