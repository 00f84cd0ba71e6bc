import { useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Lightbox } from "../../components/lightbox.tsx";
import { words } from "../../language/index.ts";
import { canShare, shareFile } from "../../lib/share.ts";
import type { Flags, Message, MessageFile } from "../../lib/wire.ts";

interface FileBodyProps {
  message: Message;
  flags: Flags;
}

const SHOWN = /^image\/(?:avif|gif|jpeg|png|webp)$/;
const NAMED = /\.(?:avif|gif|jpe?g|png|webp)$/i;

/** A file somebody sent: a picture to look at, a video to play, anything else to fetch. Its name while files are off. */
export function FileBody({ message, flags }: FileBodyProps) {
  const { file } = message;
  if (!file || !flags.files_enabled) return <AbsentFile name={file?.name || message.body_text} />;
  if (SHOWN.test(file.type)) return <Picture file={file} />;
  if (file.type.startsWith("video/")) {
    return (
      <div className="message__body file">
        {/* biome-ignore lint/a11y/useMediaCaption: what people send has no captions */}
        <video
          className="file__video"
          src={file.url}
          poster={file.preview?.url}
          preload="none"
          controls
          aria-label={file.name}
        />
      </div>
    );
  }
  return <Document file={file} />;
}

function Picture({ file }: { file: MessageFile }) {
  const [open, setOpen] = useState(false);
  const { url = file.url, width, height } = file.preview ?? {};
  return (
    <div className="message__body file">
      <button className="file__picture" type="button" onClick={() => setOpen(true)}>
        <img
          src={url}
          width={width && width / 2}
          height={height && height / 2}
          alt={file.name}
          loading="lazy"
        />
      </button>
      {open && <Lightbox image={{ src: file.url, name: file.name }} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Document({ file }: { file: MessageFile }) {
  const text = words().messages.file;
  return (
    <div className="message__body file file--row">
      <Icon name="file" />
      <span className="file__name">{file.name}</span>
      <a className="btn btn--small" href={file.url} download={file.name} title={text.download(file.name)}>
        <Icon name="download" />
        <span className="visually-hidden">{text.download(file.name)}</span>
      </a>
      {canShare() && (
        <button
          className="btn btn--small"
          type="button"
          title={text.share(file.name)}
          onClick={() => void shareFile(file.url, file.name).catch(() => {})}
        >
          <Icon name="share" />
          <span className="visually-hidden">{text.share(file.name)}</span>
        </button>
      )}
    </div>
  );
}

function AbsentFile({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const { files, lightbox } = words().disabled;
  return (
    <div className="message__body file file--row">
      <Icon name="file" />
      {NAMED.test(name) ? (
        <button className="file__name" type="button" onClick={() => setOpen(true)}>
          {words().messages.file.open(name)}
        </button>
      ) : (
        <span className="file__name">{name}</span>
      )}
      <span className="message__note">{files}</span>
      {open && (
        <Lightbox onClose={() => setOpen(false)}>
          <p className="lightbox__note">{lightbox}</p>
        </Lightbox>
      )}
    </div>
  );
}
