import type { CommCommand } from "../runtime/protocol.ts";
import type { RequestContext } from "./handler.ts";
import { requireText } from "./read-content.ts";

/** A comm message of the front end, as the runtime takes it. @throws BadRequestError without a comm id */
export function commCommand(
  type: CommCommand["type"],
  { content, metadata, message }: RequestContext,
  target?: string,
): CommCommand {
  return {
    type,
    commId: requireText(content, "comm_id"),
    ...(target === undefined ? {} : { target }),
    data: content["data"] ?? {},
    metadata,
    buffers: message.buffers.map((buffer) => Buffer.from(buffer).toString("base64")),
  };
}
