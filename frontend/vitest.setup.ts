import { afterEach } from "vitest";

// Only files that ask for jsdom have anything to clean up.
if (typeof document !== "undefined") {
  const { cleanup } = await import("@testing-library/react");
  afterEach(() => cleanup());
}

// jsdom knows the element and its `open`, and not how to open it.
if (typeof HTMLDialogElement !== "undefined" && !HTMLDialogElement.prototype.showModal) {
  HTMLDialogElement.prototype.showModal = function show() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
}

// jsdom knows the internals of a custom element, and not what a form needs of them.
if (typeof ElementInternals !== "undefined" && !ElementInternals.prototype.setValidity) {
  ElementInternals.prototype.setFormValue = () => {};
  ElementInternals.prototype.setValidity = () => {};
}
