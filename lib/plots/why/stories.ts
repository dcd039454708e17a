/** How each tuner without a model comes to a point, told from its explanation: who plays a part, and where. */
import type { StudyView } from "../../study/observer.ts";
import { tunerWords } from "../common/method-names.ts";
import { counted, formatNumber } from "../common/numbers.ts";
import {
  type ChosenTrial,
  isReasoned,
  numberOf,
  objectOf,
  type Told,
} from "../common/explained.ts";
import { childStory, challengeStory } from "./descent-stories.ts";
import { annealStory, cmaEsStory, zoomStory } from "./region-stories.ts";
import { plainStory, type Story } from "./story.ts";

/** The story of a trial; of one that was drawn, or of which nothing is known, a sentence that says so. */
export function storyOf(study: StudyView, chosen: ChosenTrial): Story {
  const { told } = chosen;
  if (!isReasoned(told)) return plainStory(withoutReasons(chosen));
  switch (told["tuner"]) {
    case "genetic":
    case "nsga2":
    case "nsga3":
      return childStory(study, chosen, told) ?? plainStory(unknown(chosen));
    case "differentialEvolution":
    case "dehb":
      return challengeStory(study, chosen, told) ?? plainStory(unknown(chosen));
    case "zoom":
      return zoomStory(study, chosen, told) ?? plainStory(unknown(chosen));
    case "anneal":
      return annealStory(study, chosen, told) ?? plainStory(unknown(chosen));
    case "cmaEs":
      return cmaEsStory(chosen, told) ?? plainStory(unknown(chosen));
    default:
      return plainStory(byItself(chosen, told));
  }
}

/** A trial that was chosen in a way that has no picture of its own. */
function byItself({ trial, tuner }: ChosenTrial, told: Told): string {
  const who = `Trial ${trial.number}`;
  if (tuner === "racing") {
    const entrant = objectOf(told["entrant"]);
    const number = numberOf(entrant?.["trial"]);
    const losses = Array.isArray(entrant?.["losses"]) ? entrant["losses"].length : 0;
    return told["phase"] === "incumbent"
      ? `${who} runs the leader of the race, trial ${number}, once more: it has ${counted(losses, "run")} so far`
      : `${who} runs a challenger, trial ${number}, once more: after ${counted(losses, "run")} it is no worse than the leader`;
  }
  if (tuner === "quasiRandom") return `${who} is the next point of an even sequence`;
  return `${who} was chosen by ${tunerWords(tuner)}`;
}

/** One sentence on a trial that was not chosen by what was known. */
function withoutReasons({ trial, tuner, told }: ChosenTrial): string {
  const who = `Trial ${trial.number}`;
  if (trial.by === "enqueued") return `${who} was enqueued: a user chose its point, no tuner`;
  if (trial.by === "added") return `${who} was added from elsewhere: no tuner chose its point`;
  const name = tunerWords(tuner);
  if (told?.["phase"] === "drawn" && typeof told["why"] === "string")
    return `${who} was drawn at random: all that ${name} proposed had been tried`;
  if (told?.["phase"] === "startup") {
    const ended = numberOf(told["ended"]) ?? numberOf(told["finished"]);
    const few = ended === undefined ? "" : ` (${formatNumber(ended)})`;
    return `${who} was drawn at random: too few trials had ended${few} for ${name} to learn from`;
  }
  if (told?.["phase"] === "tried before")
    return `${who} was drawn at random: what ${name} proposed had been tried`;
  if (told?.["phase"] === "random" && tuner === "forest")
    return `${who} was drawn at random, as now and then one is, in case the forest is wrong`;
  if (told !== undefined) return `${who} was drawn at random: ${name} had nothing better`;
  if (tuner === "grid") return `${who} is the next point of the grid, whatever came before`;
  if (tuner === "random") return `${who} is drawn at random: no earlier trial has a say`;
  if (EVOLUTIONARY.has(tuner))
    return `${who} has no parents that are known: the first ones are drawn at random`;
  if (tuner === "anneal" || tuner === "quasiRandom" || tuner === "zoom")
    return `${who} was drawn at random`;
  return unknown({ trial, tuner, told, remarks: [] });
}

const EVOLUTIONARY = new Set(["genetic", "nsga2", "nsga3", "differentialEvolution", "dehb"]);

function unknown({ trial, tuner }: ChosenTrial): string {
  return `Trial ${trial.number} was chosen by ${tunerWords(tuner)}, which keeps no reasons for it`;
}
