import { type ReactNode, useState } from "react";
import { CopyButton } from "./copy-button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { Lightbox } from "./lightbox.tsx";
import { QRCode } from "./qr-code.tsx";
import { ShareButton } from "./share-button.tsx";

export interface LinkBoxWords {
  /** What the box is for: its label. */
  link: string;
  qr: string;
  copy: string;
  share: string;
  shareTitle: string;
  shareText: string;
}

interface LinkBoxProps {
  id?: string;
  words: LinkBoxWords;
  icon?: IconName;
  /** Hides the label from the eye, where the page says it in another way. */
  quiet?: boolean;
  /** Empty while there is no link yet. */
  url: string;
  placeholder?: string;
  /** Answers with the link; makes it first, if there is none. */
  want: () => Promise<string>;
  onFailed: (error: unknown) => void;
  /** More buttons in the row. */
  children?: ReactNode;
}

/** A link to hand on: to read, to photograph, to copy, to share. */
export function LinkBox({
  id,
  words,
  icon,
  quiet = false,
  url,
  placeholder,
  want,
  onFailed,
  children,
}: LinkBoxProps) {
  const [shown, setShown] = useState("");

  return (
    <div className="link-box">
      <label className="link-box__link">
        <span className={quiet ? "visually-hidden" : "link-box__label"}>{words.link}</span>
        <span className="link-box__frame">
          {icon && <Icon name={icon} />}
          <input
            className="link-box__url"
            id={id}
            value={url}
            placeholder={placeholder}
            readOnly
            onFocus={(event) => event.target.select()}
          />
        </span>
      </label>
      <div className="link-box__buttons">
        <button
          className="btn"
          type="button"
          title={words.qr}
          onClick={() => void want().then(setShown, onFailed)}
        >
          <Icon name="qr" />
          <span className="visually-hidden">{words.qr}</span>
        </button>
        <CopyButton label={words.copy} text={want} onFailed={onFailed} />
        <ShareButton
          label={words.share}
          what={async () => ({ title: words.shareTitle, text: words.shareText, url: await want() })}
          onFailed={onFailed}
        />
        {children}
      </div>
      {shown && (
        <Lightbox onClose={() => setShown("")}>
          <QRCode label={words.link} text={shown} />
        </Lightbox>
      )}
    </div>
  );
}
