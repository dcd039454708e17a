import type { Handler, RequestContext } from "../handler.ts";
import type { HistoryQuery } from "../history/query.ts";
import { BadRequestError, readFlag, readInteger } from "../read-content.ts";

/** Earlier inputs, of this and of earlier sessions: the last few, those of a session, or those that match. */
export const history: Handler = {
  type: "history_request",
  async handle(request, session) {
    const found = await session.history.ask(readQuery(request));
    const withOutput = readFlag(request.content, "output", false);
    await request.reply("history_reply", {
      status: "ok",
      history: found.map(({ session: number, line, input, output }) => [
        number,
        line,
        withOutput ? [input, output ?? null] : input,
      ]),
    });
  },
};

function readQuery({ content }: RequestContext): HistoryQuery {
  const access = content["hist_access_type"] ?? "tail";
  switch (access as HistoryQuery["access"]) {
    case "tail":
      return { access: "tail", n: readInteger(content, "n", 10) };
    case "range":
      return {
        access: "range",
        session: readInteger(content, "session", 0),
        start: readInteger(content, "start", 0),
        stop: optionalInteger(content, "stop"),
      };
    case "search": {
      const pattern = content["pattern"] ?? "*";
      if (typeof pattern !== "string") throw new BadRequestError("pattern is not a text");
      const unique = readFlag(content, "unique", false);
      return { access: "search", pattern, unique, n: optionalInteger(content, "n") };
    }
    default:
      throw new BadRequestError(
        `hist_access_type is ${JSON.stringify(access)}; it can be "tail", "range" or "search"`,
      );
  }
}

function optionalInteger(content: RequestContext["content"], name: string): number | undefined {
  return content[name] === undefined || content[name] === null
    ? undefined
    : readInteger(content, name, 0);
}
