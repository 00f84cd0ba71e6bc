/** Does this browser have a share sheet, and would it take this? */
export function canShare(data: ShareData = { url: "https://example.com/" }): boolean {
  return typeof navigator.canShare === "function" && navigator.canShare(data);
}

/** True unless somebody changed their mind. */
export async function share(data: ShareData): Promise<boolean> {
  try {
    await navigator.share(data);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return false;
    throw error;
  }
}

/** The file itself where the sheet takes files, otherwise its address. */
export async function shareFile(src: string, name: string): Promise<boolean> {
  const answer = await fetch(src);
  const blob = await answer.blob();
  const files = [new File([blob], name, { type: blob.type })];
  return share(canShare({ files }) ? { files } : { url: new URL(src, window.location.href).href });
}
