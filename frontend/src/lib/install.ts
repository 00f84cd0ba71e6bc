import { Store } from "./store.ts";

/** What Chromium offers where an app can be installed; no other browser has it. */
interface InstallOffer extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

/** Whether this browser offers to install Campfire now. The offer comes once, early, and is good for one press. */
class Installation extends Store {
  #offer: InstallOffer | null = null;

  readonly getSnapshot = (): boolean => this.#offer !== null;

  /** From the start of the page: whoever listens later has missed it. */
  listen(target: EventTarget): void {
    target.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.#hold(event as InstallOffer);
    });
    target.addEventListener("appinstalled", () => this.#hold(null));
  }

  async install(): Promise<void> {
    const offer = this.#offer;
    this.#hold(null);
    await offer?.prompt();
  }

  #hold(offer: InstallOffer | null): void {
    this.#offer = offer;
    this.changed();
  }
}

export const installation = new Installation();
