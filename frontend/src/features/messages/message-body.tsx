import type { Flags, Message } from "../../lib/wire.ts";
import { FileBody } from "./file-body.tsx";
import { SoundBody } from "./sound-body.tsx";
import { TextBody } from "./text-body.tsx";

interface MessageBodyProps {
  message: Message;
  flags: Flags;
}

/** Each kind has its own drawing; one that we do not know yet is still a text. */
export function MessageBody({ message, flags }: MessageBodyProps) {
  switch (message.kind) {
    case "sound":
      return <SoundBody message={message} />;
    case "file":
      return <FileBody message={message} flags={flags} />;
    default:
      return <TextBody message={message} flags={flags} />;
  }
}
