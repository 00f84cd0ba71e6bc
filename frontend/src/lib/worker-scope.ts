/** What our service worker uses of its world; the compiler's own description of it does not go with that of a page. */
export interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<WorkerWindow[]>;
    openWindow(url: string): Promise<WorkerWindow | null>;
    claim(): Promise<void>;
  };
  readonly location: Location;
  readonly navigator: Navigator;
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof WorkerEvents>(
    name: Name,
    heard: (event: WorkerEvents[Name]) => void,
  ): void;
}

export interface WorkerWindow {
  readonly url: string;
  readonly visibilityState: DocumentVisibilityState;
  readonly focused: boolean;
  focus(): Promise<WorkerWindow>;
  postMessage(message: unknown): void;
}

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface WorkerEvents {
  install: Waiting;
  activate: Waiting;
  push: Waiting & { readonly data: { json(): unknown } | null };
  notificationclick: Waiting & {
    readonly action: string;
    readonly reply?: string | null;
    readonly notification: Notification;
  };
  fetch: Waiting & { readonly request: Request; respondWith(answer: Promise<Response>): void };
}
