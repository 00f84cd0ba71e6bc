import { playClip, tryClip } from "../lib/audio.ts";
import type { Claim } from "../lib/claim.ts";
import type { Clock } from "../lib/clock.ts";
import { parseTime } from "../lib/time.ts";
import type { Message } from "../lib/wire.ts";
import type { Sound } from "./sound-catalogue.ts";
import { findSound } from "./sound-command.ts";
import { type SoundSettings, soundSettings } from "./sound-settings.ts";

interface SoundPlayerOptions {
  /** One tab of a browser plays. */
  claim: Claim;
  clock: Clock;
  play?: (url: string, volume: number) => Promise<void>;
  settings?: () => SoundSettings;
}

/** Older than this a sound is history, even if it only arrives now. */
const LIVE_MS = 10_000;

/** The address names the recording, so a browser keeps it for ever. */
export function soundURL(sound: Sound): string {
  return `/sounds/${sound.name}.mp3?v=${sound.version}`;
}

/** Plays what others have just played, once in a browser. */
export class SoundPlayer {
  readonly #options: Required<SoundPlayerOptions>;
  /** How far our clock is from the server's, by the quickest delivery so far. */
  #skew: number | null = null;

  constructor(options: SoundPlayerOptions) {
    this.#options = { play: playClip, settings: soundSettings, ...options };
  }

  /** A message that is news, in a room that is being looked at. `at` is when the server stored it. */
  async heard(message: Message, at: string): Promise<void> {
    const { claim, play, settings } = this.#options;
    const sound = message.kind === "sound" && !message.deleted ? findSound(message.sound) : undefined;
    if (!sound || !this.#young(parseTime(at))) return;
    if (settings().muted || !(await claim(`campfire/sound/${message.id}`))) return;
    // A browser may want a click first. The message has a button.
    await play(soundURL(sound), settings().volume).catch(() => {});
  }

  #young(at: number): boolean {
    const behind = this.#options.clock.now() - at;
    const age = this.#skew === null ? behind : behind - this.#skew;
    this.#skew = Math.min(this.#skew ?? behind, behind);
    return age < LIVE_MS;
  }
}

/** Somebody asked for it, so it is heard even where sounds are off. */
export function playAgain(sound: Sound): void {
  playClip(soundURL(sound), soundSettings().volume).catch(() => {});
}

/** The same, but one at a time; `onEnd` when it is over. */
export function trySound(sound: Sound, onEnd = () => {}): void {
  tryClip(soundURL(sound), soundSettings().volume, onEnd);
}
