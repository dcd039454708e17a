/** What the card says before the next search: the linter's remarks, and the trials that failed. */
import type { Lint } from "../../analysis/index.ts";
import type { AdviceModel } from "../../display/host.ts";
import type { Dimension } from "../../space/space.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Scalar } from "../../study/trial-record.ts";
import { ENOUGH_UNREPORTED } from "../../study/unreported.ts";
import { counted, formatNumber } from "../common/numbers.ts";
import { shortName } from "../common/parameter-names.ts";
import { errorText, formatSetting } from "../common/trial-words.ts";
import { cut, ended, listed } from "../common/words.ts";
import { trialsNamed } from "./expectation.ts";
import { parameterCode } from "./parameter-code.ts";

/** More remarks than this are counted. */
const MOST_REMARKS = 4;

/** Fewer complete trials say nothing of a space: the linter is silent about them. */
const LEAST_TRIALS = 10;

/** What is clear of single parameters fills up to so many lines. */
const FILLED = 4;

/**
 * The lines of advice; never empty.
 *
 * @param clear what the trials say of the parameters that matter most
 */
export function adviceOf(
  study: StudyView,
  lints: readonly Lint[],
  clear: readonly { readonly name: string; readonly text: string }[] = [],
): AdviceModel[] {
  const lines = lints.slice(0, MOST_REMARKS).map((lint) => remark(study, lint));
  if (lints.length > MOST_REMARKS) {
    lines.push(quiet(`${lints.length - MOST_REMARKS} more: analysis.lintSpace(study).`));
  }
  const unreported = withoutReports(study);
  if (unreported) lines.push(unreported);
  const failed = failures(study);
  const room = FILLED - lines.length - (failed ? 1 : 0);
  const linted = new Set(lints.map(({ path }) => cut(shortName(study.space, path))));
  for (const { name, text } of clear
    .filter((one) => !linted.has(one.name))
    .slice(0, Math.max(0, room))) {
    lines.push({
      words: [{ text: name, tone: "strong" }, { text: `: ${text}.` }],
      copy: null,
      details: [],
    });
  }
  if (failed) lines.push(failed);
  if (lines.length > 0) return lines;
  const complete = study.trials.filter(({ state }) => state === "complete").length;
  return [
    quiet(
      complete < LEAST_TRIALS
        ? `Ten complete trials say whether the space fits; there ${complete === 1 ? "is one" : `are ${complete === 0 ? "none" : complete}`}.`
        : "Nothing in the space stands out against these trials.",
    ),
  ];
}

function quiet(text: string): AdviceModel {
  return { words: [{ text, tone: "quiet" }], copy: null, details: [] };
}

function remark(study: StudyView, lint: Lint): AdviceModel {
  const dimension = study.space.dimensions.find(({ path }) => path === lint.path);
  const name = cut(shortName(study.space, lint.path));
  const { subject = name, text, label } = wording(lint, dimension);
  const code = parameterCode(study.space, lint.path, lint.patch);
  return {
    words: [{ text: subject, tone: "strong" }, { text: ` ${text}` }],
    copy:
      code === undefined
        ? null
        : { label, hint: `Copies the parameter for the space: ${cut(code, 200)}`, text: code },
    details: [],
  };
}

/** A remark in a line: what is so, and on the button what to make it. */
function wording(
  lint: Lint,
  dimension: Dimension | undefined,
): { subject?: string; text: string; label: string } {
  const patch = lint.patch[0];
  const value = formatSetting((patch?.value ?? undefined) as Scalar | undefined);
  switch (lint.kind) {
    case "optimum at bound": {
      const isLow = patch?.option === "low";
      return {
        text: `ends too early: its best values stand at the ${isLow ? "lower" : "upper"} end.`,
        label: `to ${value}`,
      };
    }
    case "use log":
      return { text: "has its best values in a small corner: search its logarithm.", label: "log" };
    case "dead parameter":
      return {
        text: `makes no difference that ${counted(lint.evidence["trials"] ?? 0, "trial")} could show.`,
        label: `fix at ${cut(value, 9)}`,
      };
    case "never better choice": {
      const left = Array.isArray(patch?.value) ? (patch.value as Scalar[]) : [];
      const all = dimension?.kind === "categorical" ? dimension.choices : [];
      const removed = all.filter((choice) => !left.includes(choice));
      return {
        subject: listed(removed.map((choice) => cut(formatSetting(choice), 16))),
        text: `never came among the best quarter; without ${removed.length === 1 ? "it" : "them"} ${saving(removed.length, all.length)} to search.`,
        label: "drop",
      };
    }
    case "step too coarse":
      return { text: "takes steps that jump over its optimum.", label: `step ${value}` };
  }
}

const SHARES: Record<string, string> = {
  "1/2": "half is left",
  "1/3": "a third less",
  "2/3": "two thirds less",
  "1/4": "a quarter less",
  "1/5": "a fifth less",
};

function saving(removed: number, all: number): string {
  return SHARES[`${removed}/${all}`] ?? `${formatNumber(Math.round((100 * removed) / all))}% less`;
}

/** Those that a study has without having been asked for. */
const QUIET_PRUNERS = ["none", "median"];

/** A pruner that has nothing to judge by: where its user chose it, that was not meant. */
function withoutReports(study: StudyView): AdviceModel | undefined {
  if (QUIET_PRUNERS.includes(study.prunerName) || Object.keys(study.objectives).length > 1) return;
  const complete = study.trials.filter(({ state }) => state === "complete").length;
  if (complete < ENOUGH_UNREPORTED || study.trials.some(({ reports }) => reports.length > 0))
    return;
  return {
    words: [
      { text: cut(study.prunerName), tone: "strong" },
      {
        text: " can stop no trial early: none reports on its way. Call await trial.report(value, step).",
      },
    ],
    copy: null,
    details: [],
  };
}

/** Details of so many failed trials are there on demand. */
const MOST_DETAILS = 20;

function failures(study: StudyView): AdviceModel | undefined {
  const failed = study.trials.filter(({ state }) => state === "failed");
  if (failed.length === 0) return undefined;
  const messages = [...new Set(failed.map((trial) => cut(errorText(trial), 60)))];
  const shown = messages.slice(0, 2).join("; ");
  const more = messages.length > 2 ? `; and ${counted(messages.length - 2, "other error")}` : "";
  const details = failed
    .slice(0, MOST_DETAILS)
    .map((trial) => `trial ${trial.number} · ${trial.error?.name ?? "Error"}: ${errorText(trial)}`);
  if (failed.length > MOST_DETAILS) details.push(`and ${failed.length - MOST_DETAILS} more`);
  return {
    words: [
      { text: trialsNamed(failed.map(({ number }) => number)), tone: "strong" },
      { text: ` failed: ${ended(shown + more)}` },
    ],
    copy: null,
    details,
  };
}
