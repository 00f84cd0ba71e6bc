/** The language that somebody chose for this browser. */
export const LANGUAGE_NOTE = "language";

/** localStorage for small things that may be lost: drafts, the last room. A full or forbidden store is no error. */
export function readNote(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** True when it is kept. */
export function writeNote(key: string, value: string): boolean {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

/** What another tab of this browser notes under a key, or forgets. */
export function watchNote(key: string, heard: (value: string) => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === key) heard(event.newValue ?? "");
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}
