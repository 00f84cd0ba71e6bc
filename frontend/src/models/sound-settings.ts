import { readNote, writeNote } from "../lib/local-note.ts";

// What this browser is to hear. Kept here and not on the server: headphones at a desk are not a phone in a meeting.

const MUTED_NOTE = "sound/muted";
const VOLUME_NOTE = "sound/volume";
const USUAL_VOLUME = 0.7;

export interface SoundSettings {
  muted: boolean;
  /** From 0 to 1. */
  volume: number;
}

/** Read each time: another tab may have changed it. */
export function soundSettings(): SoundSettings {
  const note = readNote(VOLUME_NOTE);
  const volume = Number(note);
  const known = note !== "" && volume >= 0 && volume <= 1;
  return { muted: readNote(MUTED_NOTE) !== "", volume: known ? volume : USUAL_VOLUME };
}

export function mute(muted: boolean): void {
  writeNote(MUTED_NOTE, muted ? "yes" : "");
}

export function turnTo(volume: number): void {
  writeNote(VOLUME_NOTE, String(Math.min(1, Math.max(0, volume))));
}
