import { words } from "../../language/index.ts";
import type { Scope } from "../../lib/api/bots.ts";
import type { Id } from "../../lib/wire.ts";
import { type KeyPlace, postAttachment, postMessage, readMessages } from "../../models/curl.ts";
import { CommandLine } from "./command-line.tsx";

interface CurlLinesProps {
  room: { id: Id; name: string };
  /** The bot's key, where it is known: right after it was made. */
  botKey: string;
  place: KeyPlace;
  /** What the key may do. */
  scopes?: readonly Scope[];
  onFailed: (error: unknown) => void;
}

const ALL: readonly Scope[] = ["read", "write"];

/** Ready commands for one room. */
export function CurlLines({ room, botKey, place, scopes = ALL, onFailed }: CurlLinesProps) {
  const { bots } = words();
  const target = { origin: window.location.origin, room: room.id, key: botKey || bots.placeholder, place };
  return (
    <fieldset className="curl">
      <legend className="curl__room" dir="auto">
        {room.name}
      </legend>
      {scopes.includes("write") ? (
        <>
          <CommandLine
            icon="bubble"
            label={bots.curlMessages}
            copy={bots.copyMessage}
            line={postMessage(target)}
            onFailed={onFailed}
          />
          <CommandLine
            icon="paperclip"
            label={bots.curlAttachments}
            copy={bots.copyAttachment}
            line={postAttachment(target)}
            onFailed={onFailed}
          />
        </>
      ) : (
        <CommandLine
          icon="eye"
          label={bots.curlRead}
          copy={bots.copyRead}
          line={readMessages(target)}
          onFailed={onFailed}
        />
      )}
    </fieldset>
  );
}
