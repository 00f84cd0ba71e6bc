import { useEffect, useState } from "react";
import { KeyboardMap } from "../features/rooms/keyboard-map.tsx";
import { chord } from "../lib/chord.ts";
import { router } from "../lib/router.ts";
import type { Id } from "../lib/wire.ts";
import type { Desk } from "../models/desk.ts";
import { inSidebar, neighbour } from "../models/jump.ts";
import { GLOBAL_KEYS } from "../models/shortcuts.ts";
import { Jump } from "./jump.tsx";

interface MemberKeysProps {
  desk: Desk;
  room: Id | null;
  onPing: (user: Id) => void;
}

/** The keys that work on every page of a member, and what they open. */
export function MemberKeys({ desk, room, onPing }: MemberKeysProps) {
  const { rooms } = desk.chat;
  const [open, setOpen] = useState<"jump" | "map" | null>(null);
  const close = () => setOpen(null);

  useEffect(() => {
    const move = (step: 1 | -1, unread: boolean) => {
      const next = neighbour(inSidebar(rooms), room, step, unread);
      if (next) router.go(`/rooms/${next.id}`);
    };
    const acts: Record<string, () => void> = {
      [GLOBAL_KEYS.jump]: () => setOpen((now) => (now === "jump" ? null : "jump")),
      [GLOBAL_KEYS.notifications]: () => router.go("/notifications"),
      [GLOBAL_KEYS.map]: () => setOpen("map"),
      [GLOBAL_KEYS.roomUp]: () => move(-1, false),
      [GLOBAL_KEYS.roomDown]: () => move(1, false),
      [GLOBAL_KEYS.unreadUp]: () => move(-1, true),
      [GLOBAL_KEYS.unreadDown]: () => move(1, true),
    };
    function press(event: KeyboardEvent) {
      const pressed = chord(event);
      const act = acts[pressed];
      if (!act || event.isComposing || isTaken(event, pressed)) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    }
    // Before the editor hears of it: without a selection Ctrl+K is ours.
    window.addEventListener("keydown", press, true);
    return () => window.removeEventListener("keydown", press, true);
  }, [rooms, room]);

  if (open === "map") return <KeyboardMap onClose={close} />;
  if (open !== "jump") return null;
  return (
    <Jump
      desk={desk}
      onClose={close}
      onGo={({ path, user }) => {
        close();
        if (path) router.go(path);
        else if (user) onPing(user);
      }}
    />
  );
}

/** Does the key mean something else where it was pressed? */
function isTaken({ target }: KeyboardEvent, pressed: string): boolean {
  const here = target instanceof HTMLElement ? target : null;
  const dialog = document.querySelector("dialog[open]");
  if (dialog && !(pressed === GLOBAL_KEYS.jump && dialog.querySelector(".jump__field"))) return true;
  if (pressed === GLOBAL_KEYS.map) return here?.closest("input, textarea, select, [contenteditable]") != null;
  if (pressed !== GLOBAL_KEYS.jump || !here?.closest("[contenteditable]")) return false;
  // In rich text with something selected it makes a link.
  return window.getSelection()?.isCollapsed === false;
}
