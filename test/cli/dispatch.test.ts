import { afterEach, describe, expect, it, vi } from "vitest";
import { commandNames, loadCommand } from "../../cli/support/commands.ts";
import { dispatch } from "../../cli/support/dispatch.ts";
import { edits, nearest } from "../../kernel/nearest.ts";

afterEach(() => vi.restoreAllMocks());

/** Runs the command line and returns its exit code and what it said. */
async function say(...words: string[]) {
  const errors: string[] = [];
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const code = await dispatch(words, { error: (text) => errors.push(text) });
  return { code, printed, error: errors.join("\n") };
}

describe("the command line", () => {
  it("lists its commands without being asked, save those for machines", async () => {
    const { code, printed } = await say();
    expect(code).toBe(0);
    for (const name of ["course", "doctor", "install", "lab", "run", "uninstall", "version"]) {
      expect(printed).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
    }
    expect(printed).not.toMatch(/^ {2}kernel/m);
  });

  it("explains every command, the same by help and by --help", async () => {
    for (const name of commandNames()) {
      const { help } = await loadCommand(name);
      expect(help.startsWith(`tunebook ${name}`)).toBe(true);
      const { printed } = await say("help", name);
      expect(printed).toContain(help);
      expect((await say(name, "--help")).printed).toBe(printed);
    }
  });

  it("says its version", async () => {
    const { printed } = await say("--version");
    expect(printed).toMatch(/^tunebook \d+\.\d+\.\d+ \(TypeScript 7\.\d+\.\d+, Node \d+/);
  });

  const table: [words: string[], said: RegExp][] = [
    [["instal"], /no command "instal"\. Did you mean "tunebook install"\?/],
    [["xyzzy"], /no command "xyzzy"\. "tunebook help" lists the commands/],
    [["help", "docter"], /Did you mean "doctor"\?/],
    [["install", "--prefx", "x"], /install has no option --prefx\. Did you mean --prefix\?/],
    [["install", "--prefix"], /install: .*--prefix.*"tunebook help install"/],
    [["install", "--prefix", ""], /--prefix needs a folder's name/],
    [["uninstall", "--user", "--prefix", "x"], /uninstall takes one place: --user and --prefix/],
    [["install", "--user", "--sys-prefix"], /takes one place: --user and --sys-prefix name two/],
    [["install", "here"], /install does not understand "here"/],
    [["doctor", "--mend"], /doctor has no option --mend\./],
    [["run"], /run needs more: tunebook run NOTEBOOK/],
    [["run", "a.ipynb", "b.ipynb"], /run does not understand "b\.ipynb"/],
    [["run", "a.ipynb", "--timeout", "soon"], /number of seconds above 0, not "soon"/],
    [["run", "a.ipynb", "--timeout", "0"], /not "0"/],
    [["kernel"], /kernel needs --connection-file FILE/],
    [["lab", "/no/such/place"], /lab: there is no \/no\/such\/place/],
  ];
  for (const [words, said] of table) {
    it(`refuses "${words.join(" ")}" and says how it is meant`, async () => {
      const { code, error, printed } = await say(...words);
      expect(error).toMatch(said);
      expect({ code, printed }).toEqual({ code: 2, printed: "" });
    });
  }

  it("fails with 1, in one sentence, where the words are right and the world is not", async () => {
    const missing = await say("run", "/no/such/notebook.ipynb");
    expect(missing).toMatchObject({ code: 1, error: expect.stringContaining("no such file") });
    expect(missing.error).not.toContain("    at ");
    const parameter = await say("run", "a.ipynb", "-p", "2x=1");
    expect(parameter).toMatchObject({ code: 1, error: expect.stringContaining('-p "2x=1"') });
  });
});

describe("suggestions", () => {
  it("count the edits between two words", () => {
    expect(edits("", "abc")).toBe(3);
    expect(edits("kitten", "sitting")).toBe(3);
    expect(edits("intsall", "install")).toBe(1);
  });

  it("are near or none", () => {
    const words = ["install", "run", "lab", "doctor"];
    expect(nearest("isntall", words)).toBe("install");
    expect(nearest("doc", words)).toBe("doctor");
    expect(nearest("banana", words)).toBeUndefined();
  });
});
