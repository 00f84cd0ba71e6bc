import { CopyButton } from "../../components/copy-button.tsx";
import { Icon, type IconName } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Id } from "../../lib/wire.ts";
import { postAttachment, postMessage } from "../../models/curl.ts";

interface CurlLinesProps {
  room: { id: Id; name: string };
  /** The bot's key, where it is known: right after it was made. */
  botKey: string;
  onFailed: (error: unknown) => void;
}

/** Ready commands for one room. */
export function CurlLines({ room, botKey, onFailed }: CurlLinesProps) {
  const { bots } = words();
  const origin = window.location.origin;
  const key = botKey || bots.placeholder;
  return (
    <fieldset className="curl">
      <legend className="curl__room" dir="auto">
        {room.name}
      </legend>
      <Line
        icon="bubble"
        label={bots.curlMessages}
        copy={bots.copyMessage}
        line={postMessage(origin, room.id, key)}
        onFailed={onFailed}
      />
      <Line
        icon="paperclip"
        label={bots.curlAttachments}
        copy={bots.copyAttachment}
        line={postAttachment(origin, room.id, key)}
        onFailed={onFailed}
      />
    </fieldset>
  );
}

interface LineProps {
  icon: IconName;
  label: string;
  copy: string;
  line: string;
  onFailed: (error: unknown) => void;
}

function Line({ icon, label, copy, line, onFailed }: LineProps) {
  return (
    <div className="curl__line">
      <Icon name={icon} />
      <input
        className="input__control input__control--plain curl__command"
        aria-label={label}
        value={line}
        readOnly
        dir="ltr"
        onFocus={(event) => event.target.select()}
      />
      <CopyButton label={copy} text={line} onFailed={onFailed} />
    </div>
  );
}
