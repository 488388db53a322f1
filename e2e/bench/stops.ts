/** What a benchmark started and must end again, in reverse order, also after Ctrl-C. */
export class Stops {
  readonly #stops: (() => Promise<unknown> | undefined)[] = [];
  #ending: Promise<void> | undefined;

  add(stop: () => Promise<unknown> | undefined): void {
    this.#stops.push(stop);
  }

  all(): Promise<void> {
    this.#ending ??= this.#runAll();
    return this.#ending;
  }

  async #runAll(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) {
      // One thing that does not end cleanly must not keep the others running.
      await stop()?.catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
    }
  }
}
