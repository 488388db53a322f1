/**
 * Bounds how many commands run on one connection at once. sshd refuses the eleventh session (`MaxSessions` 10) and up
 * to five of them are streams, so four are left for commands. People's commands go before background reads, of which
 * two run at a time: a third only makes the other two slower on a node with few processors, until they miss their
 * deadlines. Within a class the order is first come, first served.
 */
export type Urgency = 'now' | 'background';

const MAX_RUNNING = 4;
const MAX_BACKGROUND = 2;

interface Waiting {
  readonly start: () => void;
  readonly refuse: () => void;
}

export class ExecQueue {
  #running = 0;
  #background = 0;
  readonly #waiting: Record<Urgency, Waiting[]> = { now: [], background: [] };

  /** Resolves with a release function once a slot is free, or with undefined when the queue was cleared. */
  acquire(urgency: Urgency): Promise<(() => void) | undefined> {
    return new Promise((resolve) => {
      const start = (): void => {
        this.#running += 1;
        if (urgency === 'background') this.#background += 1;
        resolve(this.#releaser(urgency));
      };
      this.#waiting[urgency].push({ start, refuse: () => resolve(undefined) });
      this.#fill();
    });
  }

  /** Refuses everything that waits: its connection is gone. What runs is released by its own end. */
  clear(): void {
    const refused = [...this.#waiting.now.splice(0), ...this.#waiting.background.splice(0)];
    for (const waiting of refused) waiting.refuse();
  }

  #releaser(urgency: Urgency): () => void {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#running -= 1;
      if (urgency === 'background') this.#background -= 1;
      this.#fill();
    };
  }

  #fill(): void {
    while (this.#running < MAX_RUNNING) {
      const next =
        this.#waiting.now.shift() ??
        (this.#background < MAX_BACKGROUND ? this.#waiting.background.shift() : undefined);
      if (!next) return;
      next.start();
    }
  }
}
