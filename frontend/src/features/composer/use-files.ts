import { useEffect, useState } from "react";
import { words } from "../../language/index.ts";
import type { Flags } from "../../lib/wire.ts";

export interface QueuedFile {
  id: string;
  file: File;
}

export interface Files {
  queue: readonly QueuedFile[];
  /** Shown: why a file is not taken. */
  refusal: string;
  /** While files are off: their sentence, with a way to say that one wants them. */
  explained: boolean;
  /** Something is being dragged over the room. */
  dragged: boolean;
  explain: (shown: boolean) => void;
  offer: (files: readonly File[]) => void;
  remove: (id: string) => void;
}

/**
 * The files that go with the next message, by name. While files are off none is looked into, read or kept: whatever is
 * offered, dropped or pasted only brings up why.
 */
export function useFiles(flags: Flags): Files {
  const [queue, setQueue] = useState<readonly QueuedFile[]>([]);
  const [refusal, setRefusal] = useState("");
  const [explained, explain] = useState(false);
  const [dragged, setDragged] = useState(false);
  const { files_enabled: enabled, max_file_size: most } = flags;

  function offer(files: readonly File[]) {
    if (files.length === 0) return;
    if (!enabled) {
      explain(true);
      return;
    }
    const large = files.find((file) => most > 0 && file.size > most);
    setRefusal(large ? words().composer.tooLarge(large.name, `${Math.floor(most / 1024 / 1024)} MB`) : "");
    const taken = files.filter((file) => file !== large && (most <= 0 || file.size <= most));
    const added = taken.map((file) => ({ id: crypto.randomUUID(), file }));
    setQueue((before) => [...before, ...added].sort((a, b) => a.file.name.localeCompare(b.file.name)));
  }

  // Switched on meanwhile, there is nothing to explain; switched off, nothing to send.
  if (enabled && explained) explain(false);
  if (!enabled && queue.length > 0) setQueue([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what offer does depends on the flags only
  useEffect(() => watchDrops({ over: setDragged, dropped: offer }), [enabled, most]);

  const remove = (id: string) => setQueue((before) => before.filter((one) => one.id !== id));
  return { queue, refusal, explained, dragged, explain, offer, remove };
}

interface Drops {
  over: (dragged: boolean) => void;
  dropped: (files: File[]) => void;
}

/** Anywhere in the window: a browser would leave the page for a file that is dropped beside the box. */
function watchDrops({ over, dropped }: Drops): () => void {
  const stop = new AbortController();
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const on = (name: "dragover" | "dragleave" | "drop", act: (event: DragEvent) => void) =>
    window.addEventListener(name, act, { capture: true, signal: stop.signal });
  on("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(true);
  });
  on("dragleave", (event) => {
    if (event.relatedTarget === null) over(false);
  });
  on("drop", (event) => {
    over(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    dropped([...(event.dataTransfer?.files ?? [])]);
  });
  return () => stop.abort();
}
