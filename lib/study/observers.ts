import type { Observer } from "./observer.ts";

/**
 * Several observers as one. One that throws, or whose promise rejects, is reported once and never
 * disturbs the study or the others.
 */
export class Observers {
  readonly #members: readonly Observer[];
  readonly #reported = new Set<Observer>();

  constructor(members: readonly Observer[]) {
    this.#members = members;
  }

  /** Calls `event` of each, in order; resolves when what they returned has settled. */
  notify<Event extends keyof Observer>(
    event: Event,
    ...details: Parameters<NonNullable<Observer[Event]>>
  ): Promise<unknown> | undefined {
    let pending: Promise<unknown>[] | undefined;
    for (const member of this.#members) {
      const listener = member[event] as ((...all: typeof details) => unknown) | undefined;
      if (listener === undefined) continue;
      try {
        const result = listener.apply(member, details);
        if (result instanceof Promise) {
          const settled = result.catch((error: unknown) => this.#report(member, event, error));
          (pending ??= []).push(settled);
        }
      } catch (error) {
        this.#report(member, event, error);
      }
    }
    return pending && Promise.all(pending);
  }

  #report(member: Observer, event: string, error: unknown): void {
    if (this.#reported.has(member)) return;
    this.#reported.add(member);
    console.warn(
      `An observer of the study failed in ${event}; the study goes on, and further errors of it are not shown.`,
      error,
    );
  }
}
