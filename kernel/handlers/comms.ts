/** The comm target by which a front end says that it draws Tunebook's figures. */
export const FRONTEND_TARGET = "tunebook.frontend";

/** The open comms: who holds the kernel's end of each. */
export class CommTable {
  readonly #targets = new Map<string, string>();

  opened(commId: string, target: string): void {
    this.#targets.set(commId, target);
  }

  closed(commId: string): void {
    this.#targets.delete(commId);
  }

  target(commId: string): string | undefined {
    return this.#targets.get(commId);
  }

  /** Comm id → target, of all comms or of those of one target. */
  list(target?: string): Record<string, { target_name: string }> {
    return Object.fromEntries(
      [...this.#targets]
        .filter(([, name]) => target === undefined || name === target)
        .map(([commId, name]) => [commId, { target_name: name }]),
    );
  }

  /** Whether a front end that draws Tunebook's figures is there. Outlives the runtime. */
  get rendererOpen(): boolean {
    return [...this.#targets.values()].includes(FRONTEND_TARGET);
  }

  /** Forgets the comms that ended in the runtime, and names them. */
  dropRuntimeComms(): string[] {
    const dropped = [...this.#targets]
      .filter(([, target]) => target !== FRONTEND_TARGET)
      .map(([commId]) => commId);
    for (const commId of dropped) this.#targets.delete(commId);
    return dropped;
  }
}
