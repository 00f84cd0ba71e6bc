export type BrowserName = "chrome" | "edge" | "firefox" | "safari" | "other";
export type SystemName = "windows" | "mac" | "ios" | "android" | "other";

export interface BrowserKind {
  browser: BrowserName;
  system: SystemName;
}

type Told = Pick<Navigator, "userAgent" | "maxTouchPoints">;

/** Only for telling people where to press: what a browser can do is asked of the browser itself. */
export function browserKind({ userAgent, maxTouchPoints }: Told = navigator): BrowserKind {
  return { browser: browserOf(userAgent), system: systemOf(userAgent, maxTouchPoints) };
}

function browserOf(agent: string): BrowserName {
  if (/\bEdg(e|A|iOS)?\//.test(agent)) return "edge";
  if (/Firefox\/|FxiOS\//.test(agent)) return "firefox";
  if (/OPR\/|SamsungBrowser\//.test(agent)) return "other";
  if (/Chrome\/|CriOS\/|Chromium\//.test(agent)) return "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}

function systemOf(agent: string, touches: number): SystemName {
  if (/Android/.test(agent)) return "android";
  // An iPad says that it is a Mac.
  if (/iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && touches > 1)) return "ios";
  if (/Macintosh/.test(agent)) return "mac";
  return /Windows/.test(agent) ? "windows" : "other";
}

/** Does Campfire run as an app of its own, without the browser around it? */
export function isInstalled(): boolean {
  return window.matchMedia?.("(display-mode: standalone)").matches ?? false;
}

/** What this browser says about notifications; "unsupported" where it has none. */
export function notificationPermission(): NotificationPermission | "unsupported" {
  return typeof Notification === "undefined" ? "unsupported" : Notification.permission;
}
