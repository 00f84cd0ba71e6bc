import type { ReactNode } from "react";
import { words } from "../language/index.ts";
import { Icon } from "./icon.tsx";

interface PageFrameProps {
  /** For the ear; a page that shows its own heading gives it to `children` and says so with `headed`. */
  title: string;
  headed?: boolean;
  /** Where "Go Back" leads. */
  back?: string;
  /** Buttons at the other end of the bar. */
  tools?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** An inner page: a bar with the way back, and one panel. */
export function PageFrame({
  title,
  headed = false,
  back = "/",
  tools,
  wide = false,
  children,
}: PageFrameProps) {
  return (
    <main className="main main--page" id="main">
      <nav className="nav nav--page">
        <a className="btn" href={back} title={words().common.goBack}>
          <Icon name="arrow-left" />
          <span className="visually-hidden">{words().common.goBack}</span>
        </a>
        <span className="nav__tools">{tools}</span>
      </nav>
      <div className="page">
        <section className={wide ? "panel panel--wide" : "panel"}>
          {!headed && <h1 className="visually-hidden">{title}</h1>}
          {children}
        </section>
      </div>
    </main>
  );
}
