import { addPushDevice, pushDevices } from "../lib/api/push.ts";
import { notificationPermission } from "../lib/browser.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { canSubscribe, subscribe, subscription } from "../lib/push.ts";
import { Store } from "../lib/store.ts";

/** `ask`: nobody has been asked in this browser, or they allowed it and it is not subscribed. */
export type Consent = "unknown" | "unsupported" | "denied" | "ask" | "on";

/** Whether this browser is told of messages while nobody looks. */
export class PushConsent extends Store {
  readonly #server: Caller;
  #consent: Consent = "unknown";

  constructor(server: Caller) {
    super();
    this.#server = server;
  }

  readonly getSnapshot = (): Consent => this.#consent;

  /** Who said yes once stays told: with the server's present key, under the session of now. */
  readonly look = async (): Promise<void> => {
    const permission = notificationPermission();
    if (!canSubscribe() || permission === "unsupported") this.#set("unsupported");
    else if (permission === "denied") this.#set("denied");
    else if (permission === "granted" && (await subscription())) await this.#subscribe();
    else this.#set("ask");
  };

  /** To be called from a press: browsers ask at no other time. */
  readonly allow = async (): Promise<Consent> => {
    if (!canSubscribe()) {
      this.#set("unsupported");
      return this.#consent;
    }
    const permission = await Notification.requestPermission();
    if (permission === "granted") await this.#subscribe();
    else this.#set(permission === "denied" ? "denied" : "ask");
    return this.#consent;
  };

  async #subscribe(): Promise<void> {
    const { public_key } = await pushDevices(this.#server);
    const made = await subscribe(public_key);
    try {
      await addPushDevice(this.#server, made.toJSON());
    } catch (error) {
      await made.unsubscribe();
      this.#set("ask");
      throw error;
    }
    this.#set("on");
  }

  #set(consent: Consent): void {
    this.#consent = consent;
    this.changed();
  }
}
