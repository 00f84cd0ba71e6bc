import type { ReactNode } from "react";

/** The tag that a newcomer gets, hung from a cord. */
export function NameTag({ children }: { children: ReactNode }) {
  return (
    <div className="tag">
      <svg className="tag__cord" viewBox="0 0 120 150" aria-hidden="true" focusable="false">
        <path d="M44 0C48 60 54 100 60 128M76 0C72 60 66 100 60 128" />
        <path className="tag__knot" d="M52 100q8 9 16 0M53 108q7 8 14 0" />
      </svg>
      <div className="tag__card">
        <span className="tag__hole" />
        <div className="tag__paper">{children}</div>
      </div>
    </div>
  );
}
