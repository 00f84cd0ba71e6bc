import { useSyncExternalStore } from "react";

interface Readable<T> {
  subscribe: (listener: () => void) => () => void;
  getSnapshot: () => T;
}

/** A model's snapshot, kept current. */
export function useSnapshot<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}
