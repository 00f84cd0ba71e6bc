import { words } from "../language/index.ts";
import { ROOM_TAG, readPushed, roomTag } from "./pushed.ts";

/** A worker that could not be installed is waited for in vain: some browsers have none in a private window. */
const PATIENCE_MS = 10_000;

function worker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, fail) => {
    setTimeout(() => fail(new Error(words().notifications.push.noWorker)), PATIENCE_MS);
  });
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** Once per page. A worker that does not come takes nothing away but what it does. */
export function startWorker(go: (path: string) => void): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.type === "go" && typeof data.path === "string") go(data.path);
  });
}

export function canSubscribe(): boolean {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

export async function subscription(): Promise<PushSubscription | null> {
  if (!canSubscribe()) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Subscribes with the server's key; one that was made with another is of no use any more. */
export async function subscribe(key: string): Promise<PushSubscription> {
  const registration = await worker();
  const known = await registration.pushManager.getSubscription();
  if (known && encoded(known.options.applicationServerKey) !== key) await known.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function encoded(key: ArrayBuffer | null): string {
  const binary = String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Takes the notifications away whose message was read. A push may overtake the page's own news of the message. */
export async function closeRead(isRead: (room: string, rseq: number) => boolean): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  for (const shown of (await registration?.getNotifications()) ?? []) {
    const room = shown.tag.slice(ROOM_TAG.length);
    if (shown.tag === roomTag(room) && isRead(room, readPushed(shown.data)?.rseq ?? 0)) shown.close();
  }
}

/** What a sign-out leaves of this browser's pushes: nothing. */
export async function forgetPushes(): Promise<void> {
  await closeRead(() => true);
  await (await subscription())?.unsubscribe();
}
