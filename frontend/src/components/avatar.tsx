import type { CSSProperties } from "react";
import { hue, initials } from "../lib/text.ts";

interface AvatarProps {
  id: string;
  name: string;
  bot?: boolean;
}

/** A face made of letters. The name stands beside it or in the link around it, so it is silent. */
export function Avatar({ id, name, bot = false }: AvatarProps) {
  const style = { "--avatar-hue": hue(id) } as CSSProperties;
  return (
    <span className={bot ? "avatar avatar--bot" : "avatar"} style={style} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
