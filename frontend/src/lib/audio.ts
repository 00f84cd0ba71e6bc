let playing: HTMLAudioElement | null = null;

/** Plays a clip. Rejects where the browser wants a click of the person first, or has no sound at all. */
export function playClip(url: string, volume: number): Promise<void> {
  const audio = new Audio(url);
  audio.volume = volume;
  return audio.play();
}

/** Plays a clip instead of the last one that was tried this way: somebody is walking through a list. `onEnd` in any case. */
export function tryClip(url: string, volume: number, onEnd: () => void): void {
  playing?.pause();
  playing = new Audio(url);
  playing.volume = volume;
  playing.onended = onEnd;
  playing.onpause = onEnd;
  playing.play().catch(onEnd);
}

export function hushClip(): void {
  playing?.pause();
  playing = null;
}
