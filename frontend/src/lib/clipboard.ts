/** Throws where nothing can be copied. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS on a local network there is no such thing, and some browsers refuse it.
    copyByHand(text);
  }
}

function copyByHand(text: string): void {
  const before = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.style.position = "fixed";
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!copied) throw new Error("This browser does not let pages copy.");
}
