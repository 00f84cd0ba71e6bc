/** Calls back when the tab is shown or hidden, and when the network returns. */
export function watchBrowser(on: { visible: (visible: boolean) => void; online: () => void }): () => void {
  const visibility = () => on.visible(document.visibilityState === "visible");
  document.addEventListener("visibilitychange", visibility);
  window.addEventListener("online", on.online);
  window.addEventListener("pageshow", visibility);
  return () => {
    document.removeEventListener("visibilitychange", visibility);
    window.removeEventListener("online", on.online);
    window.removeEventListener("pageshow", visibility);
  };
}
