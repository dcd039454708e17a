import type { CommCommand } from "../runtime/protocol.ts";
import type { RequestContext } from "./handler.ts";
import type { Session } from "./session.ts";
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

/** Hands a comm message to the runtime; resolves when its listeners have run. What they send meanwhile answers `request`. */
export async function deliver(
  command: CommCommand,
  request: RequestContext,
  session: Session,
): Promise<void> {
  const id = session.nextExecutionId();
  session.parents.set(id, request);
  await session.runtime.deliver({ id, ...command });
  session.parents.delete(id);
}
