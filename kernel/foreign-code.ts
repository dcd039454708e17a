/** What belongs elsewhere, to Python, a shell or a browser's page, and what to write instead. */

const COMPILED = {
  typescript: "TypeScript",
  javascript: "JavaScript",
} as const;

/** What lines of Python have and none of TypeScript. Texts in quotes are empty by then. */
const PYTHON = [
  /^import\s+[\w.]+\s+as\s+\w+\b/,
  /^from\s+[\w.]+\s+import\b/,
  /^(?:async\s+)?def\s+\w+\s*\(/,
  /^class\s+\w+\s*(?:\([\w\s,.=]*\))?\s*:/,
  // Without the parentheses that TypeScript asks for; or with them, and no body but a colon.
  /^(?:if|elif|while|for(?!\s+await)|with)\s+[^\s({][^{?]*:(?:\s|$)/,
  /^(?:if|elif|while)\s*\([^{?]*\)\s*:$/,
  /^(?:else|try|finally|except\b[^{?]*)\s*:/,
  /^(?:raise|del|nonlocal|print)\s+["'\w]/,
  /\blambda\s+\w+(?:\s*,\s*\w+)*\s*:/,
  /\[[^\]]*\sfor\s+\w+(?:\s*,\s*\w+)*\s+in\s[^\]]*\]/,
  // f"…", r"…" and b"…", alone or within something.
  /(?<![\w$.])[frb]""/,
];
const PYTHON_TEXT = /^\s*(?:\w+\s*=\s*)?(?:"""|''')/;

/** Nobody types more into a line: what is longer is data. */
const LONGEST_LINE = 300;

/** A remark of Python's, R's and the shells'. */
const HASH_REMARK = /(?:^|\s)#(?:\s|$)/;

const PROGRAMS =
  "pip3?|conda|mamba|npm|npx|yarn|pnpm|bun|apt(?:-get)?|brew|git|echo|cd|ls|mkdir|rm|cp|mv|cat|head|tail|grep|wget|curl|unzip|tar|python3?|node|docker";
/** A program and a word, a path or an option: `node in tree`, `head - 1` and `tail /2` are expressions. */
const SHELL = new RegExp(
  String.raw`^(?:\$\s+)?((?:sudo\s+)?(?:${PROGRAMS})\s+(?:(?!(?:as|in|of|instanceof|satisfies)\b)["'\w].*|(?:\.{0,2}/|~|--?[a-z])[^=;(){}]*))$`,
  "i",
);

/**
 * What to say of a line that the compiler cannot read, where it is unmistakably another language's.
 *
 * @param code the whole cell
 * @param line the line, from 0, of which the compiler complains
 * @param runs what the kernel runs
 */
export function foreignAdvice(
  code: string,
  line: number,
  runs: keyof typeof COMPILED,
): string | undefined {
  const lines = code.split(/\r\n|\n|\r/);
  const text = (lines[line] ?? "").trim();
  if (text.length > LONGEST_LINE) return undefined;
  if (isPython(text)) return pythonAdvice(runs);
  const imported = /^import\s+([\w.]+)\s*;?$/.exec(text)?.[1];
  if (imported !== undefined)
    return isPythonPackage(imported)
      ? pythonAdvice(runs)
      : `Write import * as ${imported} from "${imported}", or import { … } from "${imported}" for some of it.`;
  const shell = SHELL.exec(text)?.[1];
  if (shell !== undefined) return shellAdvice(shell);
  if (!HASH_REMARK.test(withoutTexts(text))) return undefined;
  // A cell of Python often begins with such a remark.
  return lines.some((each) => isPython(each.trim()))
    ? pythonAdvice(runs)
    : "A comment begins with // here; text belongs into a Markdown cell.";
}

const pythonAdvice = (runs: keyof typeof COMPILED): string =>
  `This kernel runs ${COMPILED[runs]}, and this is Python. Choose a Python kernel for the notebook, or write the cell in ${COMPILED[runs]}.`;

function isPython(line: string): boolean {
  if (line.length > LONGEST_LINE) return false;
  const bare = withoutTexts(line);
  return PYTHON_TEXT.test(line) || PYTHON.some((sign) => sign.test(bare));
}

/** A line whose texts in quotes are empty. */
const withoutTexts = (line: string): string =>
  line.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""').replace(/`(?:\\.|[^`\\])*`/g, "``");

function shellAdvice(command: string): string {
  const [, pip] = /^(?:pip3?|conda|mamba)\s+(.*)$/.exec(command) ?? [];
  if (pip !== undefined) return pipAdvice(command);
  const [, packages] = /^(?:npm|yarn|pnpm|bun)\s+(?:i|install|add)\s+([^-].*)$/.exec(command) ?? [];
  if (packages !== undefined) return `To install from npm, write %install ${packages}`;
  if (/^cd\s/.test(command)) return `To change the folder, write %${command}`;
  return `A line for the shell begins with an exclamation mark: !${command}`;
}

/** @param command as a shell has it: `pip install numpy` */
export function pipAdvice(command: string): string {
  const [program] = command.split(/\s/);
  return `${program} installs packages for Python, which this kernel does not run. %install PACKAGE installs from npm; !${command} runs ${program} itself.`;
}

/** Packages of Python; what npm has under such a name is another's. */
const PYTHON_PACKAGES = new Set([
  "numpy",
  "pandas",
  "matplotlib",
  "matplotlib.pyplot",
  "scipy",
  "sklearn",
  "scikit-learn",
  "seaborn",
  "torch",
  "tensorflow",
  "keras",
  "optuna",
  "hyperopt",
]);

/** Whether a package is known as one of Python. */
export const isPythonPackage = (name: string): boolean => PYTHON_PACKAGES.has(name);

/** What stands here for names that every program in Python has. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  print: "console.log(…)",
  None: "null",
  True: "true",
  False: "false",
  len: "the property length: text.length",
  range: "for (let i = 0; i < 10; i++)",
  str: "String(…)",
  input: "prompt(…)",
  abs: "Math.abs(…)",
  round: "Math.round(…)",
  sum: "values.reduce((total, value) => total + value, 0)",
};

/** What types are called elsewhere → here. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  Int: "number",
  Integer: "number",
  Float: "number",
  Double: "number",
  double: "number",
  Bool: "boolean",
  bool: "boolean",
};

/** Globals of a browser's page. */
const PAGE_NAMES = new Set(["document", "window", "localStorage", "sessionStorage"]);

/** What to write for a name that only another language has, or a browser's page; undefined of any other. */
export function foreignNameAdvice(name: string): string | undefined {
  if (PAGE_NAMES.has(name))
    return "Cells run in Node, where there is no page: display.html(…) shows HTML, and widget(…) runs code in the page.";
  if (Object.hasOwn(TYPE_NAMES, name)) return `The type is called ${TYPE_NAMES[name]} here.`;
  return Object.hasOwn(PYTHON_NAMES, name)
    ? `For Python's ${name}, write ${PYTHON_NAMES[name]}.`
    : undefined;
}
