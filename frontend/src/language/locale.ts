/** Set by `speak`; a file of its own, so that texts may format numbers without asking for all texts. */
let tag: string | undefined;

/** For Intl: the spoken language, in the reader's own kind of it where their browser names one. */
export function locale(): string | undefined {
  return tag;
}

export function localeFor(language: string, wanted: readonly string[]): string {
  return wanted.find((one) => one.toLowerCase().split("-")[0] === language) ?? language;
}

export function setLocale(next: string): void {
  tag = next;
}
