/// <reference lib="es2023" />
import { notifications as german } from "./language/de/notifications.ts";
import { notifications as english } from "./language/en/notifications.ts";
import { isStale, type Pushed, readPushed, showsRoom } from "./lib/pushed.ts";
import type { WorkerScope, WorkerWindow } from "./lib/worker-scope.ts";

/** Put in by plugins/service-worker.ts. */
declare const __SHELL__: readonly string[];
declare const __SHELL_NAME__: string;

const worker = globalThis as unknown as WorkerScope;
/** How long a page waits for the server before it starts from what is kept. */
const PATIENCE_MS = 4_000;

// The names of scripts change with what is in them, and pages are asked for anew each time: a new worker can take over
// at once. That an open page is old it finds out by itself (lib/own-build.ts).
worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(__SHELL_NAME__)
      .then((cache) => cache.addAll(__SHELL__))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOldShell).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

function isOldShell(name: string): boolean {
  return name.startsWith("shell-") && name !== __SHELL_NAME__;
}

// Pages and their scripts, never an answer of the API: that would be somebody's, and the next person here is another.
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate" && isPage(pathname)) event.respondWith(page(request));
  else if (__SHELL__.includes(pathname) && pathname.startsWith("/assets/"))
    event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
  else if (__SHELL__.includes(pathname) && pathname !== "/")
    event.respondWith(fetch(request).catch(async () => (await kept(pathname)) ?? Response.error()));
});

/** Not the API, the dashboard, the bots' addresses or a file. */
function isPage(pathname: string): boolean {
  return !/^\/(api|_|up|health|metrics|hooks)(\/|$)|\.\w+$/.test(pathname);
}

async function page(request: Request): Promise<Response> {
  const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE_MS));
  const asked = fetch(request);
  const answer = await Promise.race([asked, late]).catch(() => undefined);
  return answer ?? (await kept("/")) ?? asked;
}

function kept(path: string): Promise<Response | undefined> {
  return caches.open(__SHELL_NAME__).then((cache) => cache.match(path));
}

worker.addEventListener("push", (event) => {
  const pushed = readPushed(read(event.data));
  if (pushed) event.waitUntil(show(pushed));
});

function read(data: { json(): unknown } | null): unknown {
  try {
    return data?.json();
  } catch {
    return null;
  }
}

async function show(pushed: Pushed): Promise<void> {
  badge(pushed);
  for (const shown of await worker.registration.getNotifications())
    if (pushed.kind === "message" && isStale(shown.tag, pushed.unread)) shown.close();
  // Whoever has the room in front of them in this browser sees the message there (G34).
  const looking = (window: WorkerWindow) =>
    window.visibilityState === "visible" && showsRoom(window.url, pushed.room);
  if (pushed.room && (await windows()).some(looking)) return;
  const { push } = texts();
  const test = pushed.kind === "test";
  const options = {
    body: test ? push.testBody : pushed.body,
    tag: pushed.tag,
    renotify: true,
    icon: "/icon-192.png",
    badge: "/badge-96.png",
    timestamp: Date.parse(pushed.at.replace(" ", "T")) || Date.now(),
    data: pushed,
    actions: test
      ? []
      : [
          { action: "reply", type: "text", title: push.reply, placeholder: push.replyHint },
          { action: "read", title: push.markRead },
        ],
  };
  await worker.registration.showNotification(test ? push.testTitle : pushed.title, options);
}

function badge({ kind, badge }: Pushed): void {
  if (kind === "test") return;
  if (badge > 0) void worker.navigator.setAppBadge?.(badge).catch(() => {});
  else void worker.navigator.clearAppBadge?.().catch(() => {});
}

function texts() {
  return worker.navigator.language.toLowerCase().startsWith("de") ? german : english;
}

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const pushed = readPushed(event.notification.data);
  if (!pushed) return;
  if (event.action === "read")
    event.waitUntil(post(`/api/chat/rooms/${pushed.room}/read`, { rseq: pushed.rseq }));
  else if (event.action === "reply" && event.reply) event.waitUntil(reply(pushed, event.reply));
  else event.waitUntil(open(pushed.path));
});

/** A text that could not be sent is not lost: the room opens, and it can be written there. */
async function reply(pushed: Pushed, text: string): Promise<void> {
  const sent = await post("/api/collections/messages/records", {
    room: pushed.room,
    client_message_id: crypto.randomUUID(),
    body: escaped(text),
  });
  if (!sent) await open(pushed.path);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\n/g, "<br>");
}

async function post(path: string, body: object): Promise<boolean> {
  const headers = { "Content-Type": "application/json" };
  const asked = fetch(path, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
  return asked.then(
    (answer) => answer.ok,
    () => false,
  );
}

/** A window that is there goes to the room without loading anew. */
async function open(path: string): Promise<void> {
  const [window] = (await windows()).sort((a, b) => Number(b.focused) - Number(a.focused));
  if (!window) {
    await worker.clients.openWindow(path);
    return;
  }
  await window.focus().catch(() => {});
  window.postMessage({ type: "go", path });
}

function windows(): Promise<WorkerWindow[]> {
  return worker.clients.matchAll({ type: "window", includeUncontrolled: true });
}
