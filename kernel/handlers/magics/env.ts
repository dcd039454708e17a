import { MagicError, type KernelMagic } from "./common/magic.ts";

/** Names whose values are not to be seen in a notebook that one hands on. */
const SECRET =
  /token|secret|passw|passphrase|credential|private|apikey|api_key|access_?key|_key$|^key$|auth|session|cookie|dsn|database_url|connection_?string/i;
/** Values that say themselves what they are: a password in a URL. */
const SECRET_VALUE = /^[a-z][a-z+]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

const MASK = "••••••";

const masked = (name: string, value: string): string =>
  SECRET.test(name) || SECRET_VALUE.test(value) ? MASK : value;

/** The environment of cells and commands. */
export const env: KernelMagic = {
  name: "env",
  form: "line",
  usage: ["%env", "%env NAME", "%env NAME=VALUE", "%env NAME="],
  summary: "The environment's variables: all, one, or a new value.",
  help: `
What is set holds for cells (\`process.env\`), for \`!\` commands and for worker processes, until the next
restart. \`NAME=\` without a value removes it. Values that look secret by their name or form are shown as
${MASK}, since a notebook's output is often handed on; \`process.env.NAME\` has them. Above a cell's code it is
done before the cell's imports.`,
  example: "%env NODE_ENV=production",
  complete: ({ word }, { environment }) =>
    word.includes("=")
      ? []
      : Object.keys(environment)
          .filter((name) => name.startsWith(word))
          .toSorted(),
  async run(argument, { session, where, print }) {
    const set = /^([^\s=]+)\s*=\s*(.*)$/s.exec(argument) ?? /^([^\s=]+)\s+(\S.*)$/s.exec(argument);
    if (set) {
      const [, name = "", text = ""] = set;
      const value = text.replace(/^(["'])(.*)\1$/s, "$2");
      await session.runtime.ask({ about: "environment", name, value: value === "" ? null : value });
      print(value === "" ? `env: ${name} is removed\n` : `env: ${name}=${masked(name, value)}\n`);
      return undefined;
    }
    const { environment } = await where();
    if (argument === "") {
      return Object.fromEntries(
        Object.entries(environment)
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, value]) => [name, masked(name, value)]),
      );
    }
    const value = environment[argument];
    if (value === undefined) {
      throw new MagicError(`The environment has no ${argument}. %env lists what it has.`);
    }
    return masked(argument, value);
  },
};
