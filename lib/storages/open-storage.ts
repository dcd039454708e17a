import { show } from "../space/wording.ts";
import { StudyError } from "../study/errors.ts";
import type { Storage } from "../study/storage.ts";
import { memoryStorage } from "./memory.ts";

/**
 * The storage that an option names.
 *
 * @param given a storage, a URL (`memory:`), or undefined for memory that belongs to one study
 * @throws StudyError if there is no such storage, naming those that there are
 */
export function openStorage(given: Storage | string | undefined): Storage {
  if (given === undefined || given === "memory" || given === "memory:" || given === "memory://")
    return memoryStorage();
  if (typeof given === "object" && typeof given?.open === "function") return given;
  const scheme = typeof given === "string" ? /^([a-z][a-z0-9+]*):/i.exec(given)?.[1] : undefined;
  const isPlanned =
    scheme !== undefined && /^(sqlite|postgres(ql)?|journal)(\+\w+)?$/i.test(scheme);
  throw new StudyError(
    `The storage ${show(given)} ${isPlanned ? `cannot be used yet: ${scheme} comes in a later version` : "is none that Tunebook knows"}. ` +
      "Leave storage out to keep the study in memory, or share memoryStorage() between studies.",
  );
}
