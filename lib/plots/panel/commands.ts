/** What a panel's user asked for, read from a message of the front end and done. */
import type { PanelReply } from "../../display/host.ts";
import type { Plan, StudyView } from "../../study/observer.ts";
import type { Box } from "../../study/steering.ts";
import { bestOf } from "../common/trial-words.ts";
import { oneLine } from "../common/words.ts";
import type { PanelFigures } from "./figures.ts";
import { partOf } from "./marks.ts";
import { formRows, writtenPoint } from "./point-form.ts";

/** What commands act on. */
export interface Steered {
  readonly study: StudyView;
  readonly plan: Plan;
  readonly figures: PanelFigures;
  /** The panel shall be drawn anew, though the study did not change. */
  redraw(): void;
}

/** What is answered, without the study's name. */
export type Answer = { ok: boolean; text: string } | { form: ReturnType<typeof formRows> };

type Message = Readonly<Record<string, unknown>>;
const DONE: Answer = { ok: true, text: "" };
const refused = (text: string): Answer => ({ ok: false, text });

/** Command → what it does; undefined where the message does not say enough. */
const COMMANDS: Readonly<
  Record<string, (on: Steered, message: Message) => Answer | undefined | Promise<Answer>>
> = {
  stop({ plan }) {
    plan.stop("Stopped from the panel.");
    return DONE;
  },
  pause({ plan }) {
    plan.pause();
    return DONE;
  },
  resume({ plan }) {
    plan.resume();
    return DONE;
  },
  prune({ plan }, { trial }) {
    if (typeof trial !== "number") return undefined;
    return plan
      .prune(trial)
      .then((did) => (did ? DONE : refused(`Trial ${trial} does not run any more.`)));
  },
  form: ({ study }) => ({ form: formRows(study.space, bestOf(study)?.point) }),
  enqueue({ study, plan }, { values, again }) {
    const best = bestOf(study)?.point;
    if (again === true) {
      if (best === undefined) return refused("No trial is complete yet.");
      return plan.enqueue(best).then(next);
    }
    const texts = textsOf(values);
    if (texts === undefined) return undefined;
    return plan
      .enqueue(writtenPoint(study.space, texts, study.seed + study.trials.length))
      .then(next);
  },
  narrow({ study, plan }, { path, from, to }) {
    const dimension = study.space.dimensions.find((one) => one.path === path);
    if (dimension === undefined || typeof from !== "number" || typeof to !== "number")
      return undefined;
    plan.narrow({ ...plan.box, [dimension.path]: partOf(dimension, from, to) });
    return DONE;
  },
  widen({ plan }, { path }) {
    const rest: Box = Object.fromEntries(
      Object.entries(plan.box ?? {}).filter(([name]) => path !== undefined && name !== path),
    );
    plan.narrow(Object.keys(rest).length === 0 ? null : rest);
    return DONE;
  },
  figures({ figures, redraw }, { figures: chosen }) {
    if (!Array.isArray(chosen)) return undefined;
    figures.choose(chosen.filter((one) => typeof one === "string"));
    redraw();
    return DONE;
  },
};

const next = (number: number): Answer => ({
  ok: true,
  text: `Trial ${number} is tried as soon as there is room.`,
});

function textsOf(values: unknown): Record<string, string> | undefined {
  if (typeof values !== "object" || values === null) return undefined;
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/**
 * Does what a message says. Never throws: what cannot be done is said in a sentence, and what is no command
 * is not answered.
 *
 * @returns what to answer; undefined for a message that is none
 */
export async function obey(message: Message, on: Steered): Promise<PanelAnswer | undefined> {
  const { command } = message;
  if (typeof command !== "string" || !Object.hasOwn(COMMANDS, command)) return undefined;
  try {
    const answer = await COMMANDS[command]!(on, message);
    return answer && ("form" in answer ? answer : { command, ...answer });
  } catch (error) {
    return {
      command,
      ok: false,
      text: oneLine(error instanceof Error ? error.message : String(error)),
    };
  }
}

/** A {@link PanelReply} without the study's name. */
export type PanelAnswer = PanelReply extends infer Reply
  ? Reply extends { study: string }
    ? Omit<Reply, "study">
    : never
  : never;
