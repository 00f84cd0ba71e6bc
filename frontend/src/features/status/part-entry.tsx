import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { PartStatus } from "../../lib/api/status.ts";

/** What a part is, whether it is well, and if not, in the server's own words why. */
export function PartEntry({ part }: { part: PartStatus }) {
  const { status } = words();
  const { look, icon, verdict } = judge(part);
  return (
    <li className="entry">
      <span className={`status__mark status__mark--${look}`}>
        <Icon name={icon} />
      </span>
      <span className="entry__text entry__text--wide">
        {status.parts[part.name] ?? part.name}
        {!part.ok && (
          <span className="status__reason" lang="en">
            {part.error}
          </span>
        )}
      </span>
      <span className={`status__verdict status__verdict--${look}`}>{verdict}</span>
    </li>
  );
}

/** What is never done cannot fail, and is not well for that. */
function judge({ ok, facts }: PartStatus) {
  const { status } = words();
  if (!ok) return { look: "ill", icon: "alert", verdict: status.ill } as const;
  if (facts?.scheduled === false) return { look: "off", icon: "minus", verdict: status.unplanned } as const;
  return { look: "well", icon: "check", verdict: status.well } as const;
}
