/**
 * The client's place in the event log. Replay and live traffic may overlap: whatever is at or below the
 * cursor was applied before. Only `rseq` tells a loss; a jump in `seq` is somebody else's room.
 */
export class Sequence {
  #epoch = "";
  #seq = 0;

  get epoch(): string {
    return this.#epoch;
  }

  get seq(): number {
    return this.#seq;
  }

  start(epoch: string, seq: number): void {
    this.#epoch = epoch;
    this.#seq = seq;
  }

  /** True once for each new number, false for repeats. */
  accept(seq: number): boolean {
    if (seq <= this.#seq) return false;
    this.#seq = seq;
    return true;
  }

  advance(seq: number): void {
    if (seq > this.#seq) this.#seq = seq;
  }
}
