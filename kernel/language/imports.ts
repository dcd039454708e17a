/** Static imports as calls of the runtime's `$import` and `$get`. */

import type { ImportAttribute, ImportDeclaration, ModuleExportName, Node } from "oxc-parser";
import type { BoxNames } from "./box-names.ts";

/** Code for an import or a re-export; `module` is a free name for its namespace. */
export function importCode(node: Node, module: string, names: BoxNames): string {
  if (
    (node.type !== "ImportDeclaration" &&
      node.type !== "ExportNamedDeclaration" &&
      node.type !== "ExportAllDeclaration") ||
    !node.source
  ) {
    throw new TypeError(`importCode: not an import: ${node.type}`);
  }
  const specifier = JSON.stringify(node.source.value);
  const options = importOptions(node.source.value, node.attributes);
  const load = `await ${names.parameter("$import")}(${specifier}${options})`;
  // Nobody imports a cell: of a re-export only the effects are left.
  if (node.type !== "ImportDeclaration" || !node.specifiers.length) return `${load};`;
  return (
    `const ${module}=${load};` +
    node.specifiers.map((binding) => bindingCode(binding, specifier, module, names)).join("")
  );
}

/** Whether this is oxc's import of what disposes of `using`. */
export function isUsingHelper(node: Node): boolean {
  return node.type === "ImportDeclaration" && node.source.value.endsWith("/helpers/usingCtx");
}

/** In its place the runtime's own, which also disposes when a cell is stopped. */
export function usingCode(node: Node, names: BoxNames): string {
  const binding = node.type === "ImportDeclaration" ? node.specifiers[0]?.local.name : undefined;
  return `const ${binding}=${names.parameter("$using")};`;
}

function bindingCode(
  binding: ImportDeclaration["specifiers"][number],
  specifier: string,
  module: string,
  names: BoxNames,
): string {
  const { name } = binding.local;
  if (binding.type === "ImportNamespaceSpecifier") return `${names.box(name)}=${module};`;
  const exported = binding.type === "ImportDefaultSpecifier" ? "default" : text(binding.imported);
  const get = `${names.parameter("$get")}(${module},${JSON.stringify(exported)},${specifier})`;
  if (names.isNative(name)) return `const ${name}=${get};`;
  if (names.used(name)) return `${names.box(name)}=${get};`;
  return `${names.helper("$late")}(${names.boxObject(name)},()=>${get});`;
}

const text = (name: ModuleExportName): string => (name.type === "Literal" ? name.value : name.name);

/** Node wants `with { type: "json" }` of a JSON file; a notebook need not say so. */
function importOptions(specifier: string, attributes: readonly ImportAttribute[]): string {
  const given = Object.fromEntries(
    attributes.map(({ key, value }) => [
      key.type === "Literal" ? key.value : key.name,
      value.value,
    ]),
  );
  if (!attributes.length && specifier.endsWith(".json")) given["type"] = "json";
  return Object.keys(given).length ? `,${JSON.stringify({ with: given })}` : "";
}
