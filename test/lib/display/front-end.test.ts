import { expect, test } from "vitest";
import { frontEndOf } from "../../../lib/display/front-end.ts";
import { terminalHost } from "../../../lib/display/hosts/terminal.ts";
import { recordingHost } from "../plots/fixtures.ts";

const { host: page } = recordingHost({ renderer: false });

test.each([
  ["the labextension", recordingHost().host, { VSCODE_PID: "1" }, "renderer"],
  ["VS Code", page, { VSCODE_PID: "1" }, "vscode"],
  ["Colab", page, { COLAB_NOTEBOOK_ID: "x" }, "colab"],
  ["any other page", page, { VSCODE_PID: "" }, "page"],
  ["a terminal of VS Code", terminalHost(), { VSCODE_PID: "1" }, "terminal"],
])("%s is told by the host, then by the environment", (_, host, environment, expected) => {
  expect(frontEndOf(host, environment)).toBe(expected);
});
