import { expect, test } from "vitest";
import { ParsedText } from "../../../kernel/debug/caught.ts";

/** Whether what is thrown at `HERE` is caught. */
function caught(text: string): boolean {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes("HERE"));
  return new ParsedText(text).catchesAt(line, lines[line]!.indexOf("HERE"));
}

test.each([
  ["in a try", "try {\n  HERE();\n} catch {}", true],
  ["in a try without catch", "try { HERE(); } finally {}", false],
  ["in a catch", "try {} catch { HERE(); }", false],
  ["in a finally", "try {} catch {} finally { HERE(); }", false],
  ["in a try around a try without catch", "try { try { HERE(); } finally {} } catch {}", true],
  ["in a function that is made in a try", "try { later = () => { HERE(); }; } catch {}", false],
  ["in a try in a function", "async function f() { try { await HERE(); } catch (e) {} }", true],
  ["before a .catch", "await HERE().catch(() => 0)", true],
  ["before a .then with two arguments", "HERE().then(f, g)", true],
  ["before a .then with one", "HERE().then(f)", false],
  ["in the argument of a .catch", "p.catch(HERE())", false],
  ["with nothing around", "HERE()", false],
  [
    "in a cell as it runs",
    '(async function($box){"use strict";\ntry{(0,HERE$.v)()}catch{}\n})',
    true,
  ],
])("what is thrown %s", (_where, text, is) => {
  expect(caught(text)).toBe(is);
});
