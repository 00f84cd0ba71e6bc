const BASE_MS = 500;
const CAP_MS = 10_000;

/** Full jitter: any wait between nothing and the doubled base, so that a restart is not met by a herd. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt));
}
