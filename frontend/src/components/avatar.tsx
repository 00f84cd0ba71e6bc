import type { CSSProperties } from "react";
import { hue, initials } from "../lib/text.ts";

interface AvatarProps {
  id: string;
  name: string;
  bot?: boolean;
  /** Looks at the same room now. */
  here?: boolean | undefined;
}

/** A face made of letters. The name stands beside it or in the link around it, so it is silent. */
export function Avatar({ id, name, bot = false, here = false }: AvatarProps) {
  const style = { "--avatar-hue": hue(id) } as CSSProperties;
  return (
    <span
      className={bot ? "avatar avatar--bot" : "avatar"}
      style={style}
      data-here={here || undefined}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
