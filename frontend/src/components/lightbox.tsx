import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { words } from "../language/index.ts";
import { canShare, shareFile } from "../lib/share.ts";
import { Icon } from "./icon.tsx";

interface LightboxProps {
  /** What is shown, and what Download and Share are about. */
  image?: { src: string; name: string };
  /** Instead of an image, or below it. */
  children?: ReactNode;
  onClose: () => void;
}

/** One thing over everything else. Draw it while it is open; the focus goes back by itself. */
export function Lightbox({ image, children, onClose }: LightboxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const text = words().messages.lightbox;

  useLayoutEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);

  function outside(event: MouseEvent<HTMLDialogElement>) {
    if (event.target instanceof Element && !event.target.closest("img, svg, p, a, button")) onClose();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog without our help
    <dialog
      className="lightbox"
      ref={dialog}
      aria-label={text.name}
      onClick={outside}
      // Also after an Escape that the browser does not let a page hear.
      onClose={(event) => !event.currentTarget.open && onClose()}
    >
      <div className="lightbox__content">
        {image && <img className="lightbox__image" src={image.src} alt={image.name} />}
        {children}
      </div>
      <button className="btn lightbox__close" type="button" title={text.close} onClick={onClose}>
        <Icon name="cross" />
        <span className="visually-hidden">{text.close}</span>
      </button>
      {image && (
        <a className="btn lightbox__download" href={image.src} download={image.name} title={text.download}>
          <Icon name="download" />
          <span className="visually-hidden">{text.download}</span>
        </a>
      )}
      {image && canShare() && (
        <button
          className="btn lightbox__share"
          type="button"
          title={text.share}
          onClick={() => void shareFile(image.src, image.name).catch(() => {})}
        >
          <Icon name="share" />
          <span className="visually-hidden">{text.share}</span>
        </button>
      )}
    </dialog>
  );
}
