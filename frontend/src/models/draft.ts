import { type Clock, systemClock } from "../lib/clock.ts";
import { readNote, watchNote, writeNote } from "../lib/local-note.ts";
import { quoteBefore } from "../lib/quote.ts";
import type { Id } from "../lib/wire.ts";

/** Whoever wrote so lately is writing still. */
const WRITING_MS = 5_000;
/** Up to here every key is kept at once; what is longer, when the writer rests. */
const SHORT = 10_000;
const REST_MS = 500;

/** Where the draft is being written: the composer, while it is on screen. */
export interface DraftBox {
  set: (body: string) => void;
  prepend: (body: string) => void;
}

/** Half a message of one room: kept in memory always, and in the browser while it lets us. */
export class Draft {
  readonly #key: string;
  readonly #clock: Clock;
  #body: string;
  #box: DraftBox | null = null;
  #written = Number.NEGATIVE_INFINITY;
  #resting: (() => void) | null = null;
  #kept = true;

  constructor(key: string, clock: Clock = systemClock) {
    this.#key = key;
    this.#clock = clock;
    this.#body = readNote(key);
  }

  get body(): string {
    return this.#body;
  }

  /** Something is written, and the browser does not keep it: it would go with the page. */
  get fleeting(): boolean {
    return !this.#kept && this.#body !== "";
  }

  /** From when the composer is there until the returned function is called. */
  open(box: DraftBox): () => void {
    this.#box = box;
    const deaf = watchNote(this.#key, (body) => this.#heard(body));
    return () => {
      deaf();
      this.flush();
      if (this.#box === box) this.#box = null;
    };
  }

  write(body: string): void {
    if (body === this.#body) return;
    this.#body = body;
    this.#written = this.#clock.now();
    if (body.length <= SHORT) this.flush();
    else this.#resting ??= this.#clock.after(REST_MS, () => this.flush());
  }

  /** It has become a message: gone, in the other tabs too. */
  sent(): void {
    this.#body = "";
    this.#written = Number.NEGATIVE_INFINITY;
    this.flush();
  }

  /** In front of what is written, never instead of it. */
  quote(body: string): void {
    if (this.#box) this.#box.prepend(body);
    else this.write(quoteBefore(body, this.#body));
  }

  /** After what is written, never instead of it. */
  append(body: string): void {
    this.write(this.#body ? `${this.#body}<br>${body}` : body);
    this.flush();
  }

  flush(): void {
    this.#resting?.();
    this.#resting = null;
    this.#kept = writeNote(this.#key, this.#body);
  }

  /** Another tab wrote. What is being typed here is not replaced by less, nor by something else. */
  #heard(body: string): void {
    if (body === this.#body) return;
    const writing = this.#clock.now() - this.#written < WRITING_MS;
    if (writing && !(body.length > this.#body.length && body.startsWith(this.#body))) return;
    this.#body = body;
    this.#box?.set(body);
  }
}

/** Every room's draft of one person. */
export class Drafts {
  readonly #me: Id;
  readonly #clock: Clock;
  readonly #drafts = new Map<Id, Draft>();

  constructor(me: Id, clock: Clock = systemClock) {
    this.#me = me;
    this.#clock = clock;
  }

  /** Would anything be lost with the page? */
  get fleeting(): boolean {
    return [...this.#drafts.values()].some((draft) => draft.fleeting);
  }

  of(room: Id): Draft {
    let draft = this.#drafts.get(room);
    if (!draft) {
      draft = new Draft(`draft/${this.#me}/${room}`, this.#clock);
      this.#drafts.set(room, draft);
    }
    return draft;
  }
}
