import { useCallback, useSyncExternalStore } from "react";

interface Readable<T> {
  subscribe: (listener: () => void) => () => void;
  getSnapshot: () => T;
}

// A replay of thousands of events must not draw thousands of times.
const INTERVAL_MS = 50;

/** Like useSnapshot, for stores that may change in bursts: at once, then at most twenty times a second. */
export function useCalmSnapshot<T>(store: Readable<T>): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      let told = Number.NEGATIVE_INFINITY;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const tell = () => {
        timer = undefined;
        told = performance.now();
        listener();
      };
      const unsubscribe = store.subscribe(() => {
        if (timer !== undefined) return;
        const wait = told + INTERVAL_MS - performance.now();
        if (wait <= 0) tell();
        else timer = setTimeout(tell, wait);
      });
      return () => {
        unsubscribe();
        clearTimeout(timer);
      };
    },
    [store],
  );
  return useSyncExternalStore(subscribe, store.getSnapshot);
}
