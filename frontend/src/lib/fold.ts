const MARKS = /\p{M}/gu;

/** For comparing: small letters, no accents. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(MARKS, "").toLocaleLowerCase();
}
