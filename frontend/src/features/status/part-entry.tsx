import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { PartStatus } from "../../lib/api/status.ts";

/** What a part is, whether it is well, and if not, in the server's own words why. */
export function PartEntry({ part }: { part: PartStatus }) {
  const { status } = words();
  const name = status.parts[part.name] ?? part.name;
  return (
    <li className="entry">
      <span className={part.ok ? "status__mark" : "status__mark status__mark--ill"}>
        <Icon name={part.ok ? "check" : "alert"} />
      </span>
      <span className="entry__text entry__text--wide">
        {name}
        {!part.ok && (
          <span className="status__reason" lang="en">
            {part.error}
          </span>
        )}
      </span>
      <span className={part.ok ? "status__verdict" : "status__verdict status__verdict--ill"}>
        {part.ok ? status.well : status.ill}
      </span>
    </li>
  );
}
