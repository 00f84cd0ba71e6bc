import type { KeyboardEvent } from "react";
import { MESSAGE_KEYS } from "../../models/shortcuts.ts";

/** From message to message by the arrow keys, and into the menu of one; only where no key means anything else. */
export function moveByKeys(event: KeyboardEvent<HTMLElement>): void {
  const list = event.currentTarget;
  const here = event.target as HTMLElement;
  const onRow = here.matches("[data-row]");
  if ((here !== list && !onRow) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  switch (event.key) {
    case MESSAGE_KEYS.up:
      focusOn(onRow ? rows[rows.indexOf(here) - 1] : inView(list, rows).at(-1));
      break;
    case MESSAGE_KEYS.down:
      focusOn(onRow ? rows[rows.indexOf(here) + 1] : inView(list, rows)[0]);
      break;
    case MESSAGE_KEYS.menu:
      if (!onRow) return;
      here.querySelector("summary")?.click();
      break;
    default:
      return;
  }
  event.preventDefault();
}

function focusOn(row: HTMLElement | undefined): void {
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function inView(list: HTMLElement, rows: HTMLElement[]): HTMLElement[] {
  const { top, bottom } = list.getBoundingClientRect();
  return rows.filter((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom <= bottom + 1 && box.top >= top - 1;
  });
}
