import { words } from "../../language/index.ts";
import { incomingAddress, postSlack } from "../../models/curl.ts";
import { CommandLine } from "./command-line.tsx";

interface IncomingLinesProps {
  botKey: string;
  onFailed: (error: unknown) => void;
}

/** What to give to something that was written for Slack. */
export function IncomingLines({ botKey, onFailed }: IncomingLinesProps) {
  const { incoming } = words().bots;
  const { origin } = window.location;
  return (
    <fieldset className="curl">
      <legend className="curl__room">{incoming.address}</legend>
      <CommandLine
        icon="link"
        label={incoming.address}
        copy={incoming.copyAddress}
        line={incomingAddress(origin, botKey)}
        onFailed={onFailed}
      />
      <CommandLine
        icon="bubble"
        label={incoming.curl}
        copy={incoming.copyCurl}
        line={postSlack(origin, botKey)}
        onFailed={onFailed}
      />
    </fieldset>
  );
}
