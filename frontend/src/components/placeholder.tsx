import type { ReactNode } from "react";
import { Flame } from "./flame.tsx";

interface PlaceholderProps {
  title: string;
  children?: ReactNode;
}

/** A page with nothing to show, that says why and what to do. */
export function Placeholder({ title, children }: PlaceholderProps) {
  return (
    <div className="placeholder">
      <Flame />
      <h1 className="placeholder__title">{title}</h1>
      {children}
    </div>
  );
}
