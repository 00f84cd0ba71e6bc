import type { Attachment, TrixElement } from "trix";
import { mentionAttributes } from "./editor-html.ts";

let loading: Promise<void> | null = null;
let ready: typeof import("trix")["default"] | null = null;

/** Trix is a third of all script; it comes when a text box is first shown. */
export function loadTrix(): Promise<void> {
  loading ??= import("trix")
    .then(async ({ default: trix }) => {
      trix.config.textAttributes.inlineCode = { tagName: "code", inheritable: true };
      // The line under a quote.
      trix.config.blockAttributes.cite = {
        tagName: "cite",
        terminal: true,
        breakOnReturn: true,
        group: false,
      };
      await customElements.whenDefined("trix-editor");
      ready = trix;
    })
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}

export function hasTrix(): boolean {
  return ready !== null;
}

/** Not connected yet: it comes to life where it is put. */
export function newTrixElement(): TrixElement {
  const element = document.createElement("trix-editor") as TrixElement;
  element.willCreateInput = false;
  return element;
}

/** Somebody who is called, as one piece of the text. */
export function newMention(user: string, name: string): Attachment | null {
  return ready && new ready.Attachment(mentionAttributes(user, name));
}
