import type { Involvement, Room } from "../lib/wire.ts";

/** In the order in which the bell walks through them. A ping is never hidden, and everything in it is for me. */
const LEVELS: Record<"room" | "ping", readonly Involvement[]> = {
  room: ["mentions", "everything", "nothing", "invisible"],
  ping: ["everything", "nothing"],
};

export function levelsOf(kind: Room["kind"]): readonly Involvement[] {
  return LEVELS[kind === "direct" ? "ping" : "room"];
}

export function nextLevel(kind: Room["kind"], level: Involvement): Involvement {
  const levels = levelsOf(kind);
  return levels[(levels.indexOf(level) + 1) % levels.length] ?? level;
}
