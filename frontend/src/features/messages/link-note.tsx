import { useState } from "react";
import { Lightbox } from "../../components/lightbox.tsx";
import { words } from "../../language/index.ts";

const IMAGE = /\.(?:avif|gif|jpe?g|png|webp)$/i;

/** Said once below a message with links, while previews are off: nobody fetches anything for them. */
export function LinkNote({ links }: { links: readonly string[] }) {
  const { previews } = words().disabled;
  if (!links.some((link) => IMAGE.test(new URL(link).pathname))) {
    return <p className="message__note">{previews}</p>;
  }
  return <ImageNote text={previews} />;
}

/** A link to an image leads to where it will be seen. */
function ImageNote({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button className="message__note message__note--button" type="button" onClick={() => setOpen(true)}>
        {text}
      </button>
      {open && (
        <Lightbox onClose={() => setOpen(false)}>
          <p className="lightbox__note">{words().disabled.lightbox}</p>
        </Lightbox>
      )}
    </>
  );
}
