import { Store } from "./store.ts";

/** The address bar as a store. */
class Router extends Store {
  constructor() {
    super();
    window.addEventListener("popstate", () => this.changed());
  }

  /** Path and query. */
  readonly getSnapshot = (): string => window.location.pathname + window.location.search;

  go(path: string, how: "push" | "replace" = "push"): void {
    if (path === this.getSnapshot()) return;
    if (how === "push") window.history.pushState(null, "", path);
    else window.history.replaceState(null, "", path);
    this.changed();
  }
}

export const router = new Router();

const NOT_OURS = /^\/(?:api|_)(?:\/|$)/;

/** Plain clicks on links to our own pages stay in the page, also on links inside messages. */
export function catchLinks(): () => void {
  function follow(event: MouseEvent) {
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || event.button !== 0 || modified) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link?.href || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== window.location.origin || NOT_OURS.test(url.pathname) || url.hash) return;
    event.preventDefault();
    router.go(url.pathname + url.search);
  }
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
