/** The compiler options under which cells are checked: the notebook's own where it has some, ours else. */

import { OWN_JSX } from "../emit/jsx.ts";
import type { TsConfig } from "../tsconfig.ts";

/** What the running Node has of the language's library. */
const LIBRARIES =
  Number(process.versions.node.split(".")[0]) >= 22
    ? ["esnext"]
    : ["es2024", "esnext.disposable", "esnext.decorators"];

/**
 * What a project's tsconfig.json decides. All else belongs to how cells are run and stays ours: the
 * target, the kind of modules, everything about emitted files; and unused names, which a later cell
 * may use.
 */
const OF_THE_PROJECT = [
  // strictness
  ..."strict noImplicitThis strictNullChecks strictFunctionTypes strictBindCallApply".split(" "),
  ..."strictPropertyInitialization strictBuiltinIteratorReturn useUnknownInCatchVariables".split(
    " ",
  ),
  ..."exactOptionalPropertyTypes noImplicitReturns noFallthroughCasesInSwitch".split(" "),
  ..."noUncheckedIndexedAccess noImplicitOverride noPropertyAccessFromIndexSignature".split(" "),
  ..."allowUnreachableCode allowUnusedLabels noUncheckedSideEffectImports erasableSyntaxOnly".split(
    " ",
  ),
  // the language
  ..."lib jsx jsxImportSource jsxFactory jsxFragmentFactory experimentalDecorators".split(" "),
  ..."emitDecoratorMetadata useDefineForClassFields".split(" "),
  // where things are
  ..."rootDirs resolveJsonModule allowJs checkJs maxNodeModuleJsDepth customConditions".split(" "),
  ..."skipLibCheck allowArbitraryExtensions preserveSymlinks libReplacement moduleSuffixes".split(
    " ",
  ),
];

/** Options for the overlay that stands in for the project's file. */
export function compilerOptions({
  project,
  paths,
  typeRoots,
  hasNodeTypes,
}: {
  project: TsConfig;
  /** Where bare specifiers lead that only the kernel's package has. */
  paths: Record<string, string[]>;
  typeRoots: string[];
  hasNodeTypes: boolean;
}): Record<string, unknown> {
  const { options } = project;
  const own = Object.fromEntries(
    OF_THE_PROJECT.flatMap((name) => (name in options ? [[name, options[name]]] : [])),
  );
  const list = (value: unknown) => (Array.isArray(value) ? (value as string[]) : []);
  // A notebook is for trying things out: what one would have to annotate first is let through, unless
  // the project asks for it.
  const lenient = options["strict"] === true ? {} : LENIENT;
  return {
    lib: LIBRARIES,
    jsx: "react-jsx",
    ...(own["jsx"] === undefined ? { jsxImportSource: OWN_JSX } : {}),
    strict: true,
    ...lenient,
    useDefineForClassFields: true,
    allowJs: true,
    checkJs: false,
    resolveJsonModule: true,
    // tfjs and danfo have errors of their own.
    skipLibCheck: true,
    ...own,
    target: "es2024",
    module: "esnext",
    moduleResolution: "bundler",
    moduleDetection: "force",
    types: [...new Set([...(hasNodeTypes ? ["node"] : []), ...list(options["types"])])],
    typeRoots: [...list(options["typeRoots"]), ...typeRoots],
    paths: { ...paths, ...(options["paths"] as object | undefined) },
    // Without it `const all = []` takes nothing; its errors are dropped (diagnostics.ts) unless the
    // project wants them.
    noImplicitAny: true,
    allowImportingTsExtensions: true,
    allowUmdGlobalAccess: true,
    esModuleInterop: true,
    // The footers export types.
    isolatedModules: false,
    verbatimModuleSyntax: false,
    noEmit: true,
  };
}

const LENIENT = {
  noImplicitThis: false,
  useUnknownInCatchVariables: false,
  strictPropertyInitialization: false,
};

/** Whether the project wants to be told of what is implicitly `any`. */
export function wantsImplicitAny({ options }: TsConfig): boolean {
  return options["noImplicitAny"] === true
    ? true
    : options["strict"] === true && options["noImplicitAny"] !== false;
}

/** Of the files that a project includes those that only declare: its globals are the cells' too. */
export function ambientFiles(patterns: readonly string[]): string[] {
  return patterns.map((pattern) => {
    if (pattern.endsWith(".d.ts")) return pattern;
    const folder = pattern.replace(/\/(?:\*\*\/)?[^/]*[*.][^/]*$/, "");
    return `${folder}/**/*.d.ts`;
  });
}
