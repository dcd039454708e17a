import type { OutputMessage } from "../../runtime/client.ts";
import type { PublishedContents, PublishedType } from "../../wire/content.ts";
import type { MessageExtras } from "../../wire/message.ts";
import type { Session } from "../session.ts";

/** Publishes what the runtime puts out, each piece on behalf of the execution that it names. */
export function publishOutputs(session: Session): void {
  session.runtime.onMessage((output, bulk) => publishOutput(output, session, bulk));
}

function publishOutput(output: OutputMessage, session: Session, bulk?: Uint8Array): void {
  if (session.captures.take(output)) return;
  const request = session.parents.get(output.id);
  const publish = <Type extends PublishedType>(
    type: Type,
    content: PublishedContents[Type],
    extras?: MessageExtras,
  ) =>
    session.publisher.publish(
      type,
      content,
      request?.message.header ?? session.latestParent,
      extras,
    );

  switch (output.type) {
    case "stream":
      publish("stream", { name: output.name, text: output.text }, written("text", bulk));
      break;
    case "display": {
      session.lastStates.note(request, output);
      const content = {
        data: output.data,
        metadata: output.metadata,
        transient: output.displayId === undefined ? {} : { display_id: output.displayId },
      };
      publish(
        output.update ? "update_display_data" : "display_data",
        content,
        written("data", bulk),
      );
      break;
    }
    case "clear":
      session.lastStates.cleared(request);
      publish("clear_output", { wait: output.wait });
      break;
    case "error":
      publish("error", output.error);
      break;
    case "input_request":
      session.questions.ask(output, request);
      break;
    case "comm_open":
      session.comms.opened(output.commId, output.target ?? "");
      publish(
        "comm_open",
        { comm_id: output.commId, target_name: output.target ?? "", data: output.data },
        commExtras(output),
      );
      break;
    case "comm_msg":
      publish("comm_msg", { comm_id: output.commId, data: output.data }, commExtras(output));
      break;
    case "comm_close":
      session.comms.closed(output.commId);
      publish("comm_close", { comm_id: output.commId, data: output.data }, commExtras(output));
      break;
  }
}

function written(key: string, json?: Uint8Array): MessageExtras {
  return json === undefined ? {} : { written: { key, json } };
}

function commExtras({
  metadata,
  buffers,
}: {
  metadata?: object;
  buffers: string[];
}): MessageExtras {
  return {
    metadata: { ...metadata },
    buffers: buffers.map((buffer) => Buffer.from(buffer, "base64")),
  };
}
