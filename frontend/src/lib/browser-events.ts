interface BrowserEvents {
  visible: (visible: boolean) => void;
  online: () => void;
  offline: () => void;
  /** The page is about to go. True has the browser ask whether it may. */
  leaving: () => boolean;
  /** The page goes, or is frozen, or lies in the back/forward cache. */
  away: () => void;
  back: () => void;
}

/** What the browser does with the tab, and when the network returns. */
export function watchBrowser(on: BrowserEvents): () => void {
  const visibility = () => on.visible(document.visibilityState === "visible");
  const shown = (event: PageTransitionEvent) => {
    if (event.persisted) on.back();
    visibility();
  };
  const leaving = (event: Event) => {
    if (on.leaving()) event.preventDefault();
  };
  const listeners = [
    listen(document, "visibilitychange", visibility),
    listen(document, "freeze", on.away),
    listen(document, "resume", on.back),
    listen(window, "online", on.online),
    listen(window, "offline", on.offline),
    listen(window, "beforeunload", leaving),
    listen(window, "pagehide", on.away),
    listen(window, "pageshow", shown as EventListener),
  ];
  return () => {
    for (const deaf of listeners) deaf();
  };
}

function listen(target: EventTarget, type: string, listener: EventListener): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}
