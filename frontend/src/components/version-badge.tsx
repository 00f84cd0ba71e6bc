import { words } from "../language/index.ts";

/** Which Campfire this is, for whoever asks for help. */
export function VersionBadge({ version }: { version: string }) {
  if (!version) return null;
  return (
    <p className="version">
      {words().session.version} <span className="version__number">{version}</span>
    </p>
  );
}
