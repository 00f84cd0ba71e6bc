/** In the page before anything else: the account's styles as the server has them. */
const LINK = "custom-styles";

let plain = false;
let sheet: HTMLStyleElement | null = null;

/**
 * The way out of styles that hide the way out: a page opened with `?plain` in its address wears none, until it is loaded
 * without.
 */
export function undressIfAsked(address = window.location.search): void {
  plain = new URLSearchParams(address).has("plain");
  if (plain) document.getElementById(LINK)?.remove();
}

/** Are the account's styles turned off in this page? */
export function undressed(): boolean {
  return plain;
}

/** Puts these styles in the place of those that the page came with. */
export function wear(css: string): void {
  if (plain) return;
  if (!sheet?.isConnected) {
    sheet = document.createElement("style");
    document.head.append(sheet);
  }
  sheet.textContent = css;
  document.getElementById(LINK)?.remove();
}
