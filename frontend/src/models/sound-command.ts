import { SOUNDS, type Sound } from "./sound-catalogue.ts";

const PLAY = /^\/play (\w+)$/;
const BY_NAME = new Map(SOUNDS.map((sound) => [sound.name, sound]));

/** The sound that the server will make of a message of this text, if it is one. */
export function playedSound(text: string): Sound | undefined {
  const name = PLAY.exec(text.trim().replaceAll("\u00a0", " "))?.[1];
  return name === undefined ? undefined : BY_NAME.get(name);
}

export function findSound(name: string): Sound | undefined {
  return BY_NAME.get(name);
}
