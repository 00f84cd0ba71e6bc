// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Lightbox } from "./lightbox.tsx";

beforeEach(() => {
  // jsdom has the element and not its methods.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.setAttribute("open", "");
  };
  HTMLDialogElement.prototype.close = function close() {
    this.removeAttribute("open");
  };
});

describe("Lightbox", () => {
  it("shows an image with the original's names, and offers it as a file", () => {
    render(<Lightbox image={{ src: "/moon.jpg", name: "moon.jpg" }} onClose={vi.fn()} />);
    expect(screen.getByRole("dialog", { name: "Image Viewer (Press escape to close)" })).toBeTruthy();
    expect(screen.getByRole("img", { name: "moon.jpg" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Download file" }).getAttribute("download")).toBe("moon.jpg");
  });

  it("has nothing to download while it only says something", () => {
    render(
      <Lightbox onClose={vi.fn()}>
        <p>Soon</p>
      </Lightbox>,
    );
    expect(screen.getByText("Soon")).toBeTruthy();
    expect(screen.queryByRole("link")).toBeNull();
  });

  it("closes by its button and beside the image, not by the image", async () => {
    const onClose = vi.fn();
    render(<Lightbox image={{ src: "/moon.jpg", name: "moon.jpg" }} onClose={onClose} />);
    await userEvent.click(screen.getByRole("img"));
    expect(onClose).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("dialog"));
    await userEvent.click(screen.getByRole("button", { name: "Close image viewer" }));
    expect(onClose).toHaveBeenCalledTimes(2);
  });

  it("offers the share sheet where there is one", async () => {
    vi.stubGlobal("navigator", { ...navigator, canShare: () => true, share: vi.fn() });
    render(<Lightbox image={{ src: "/moon.jpg", name: "moon.jpg" }} onClose={vi.fn()} />);
    expect(screen.getByRole("button", { name: "Share file" })).toBeTruthy();
    vi.unstubAllGlobals();
  });
});
