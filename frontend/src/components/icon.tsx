/** Drawn on a 24 by 24 grid with a round 2-unit pen. */
const STROKES = {
  "arrow-down": "M12 5v14M6 13l6 6 6-6",
  "arrow-left": "M19 12H5M11 6l-6 6 6 6",
  "arrow-right": "M5 12h14M13 6l6 6-6 6",
  "arrow-up": "M12 19V5M6 11l6-6 6 6",
  bubble:
    "M4 12c0-4.2 3.6-7 8-7s8 2.8 8 7-3.6 7-8 7c-1.2 0-2.3-.2-3.3-.6L4.5 20l1.3-3.6C4.7 15.2 4 13.7 4 12Z",
  check: "M5 12.5 10 17.5 19.5 7",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  cross: "M6 6l12 12M18 6 6 18",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  download: "M12 4v11M8 11.5l4 4 4-4M5 16.5V20h14v-3.5",
  exit: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  key: "M12 15.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM10.7 12.3 20 3M15.5 7.5l3.5 3.5",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  lifebuoy:
    "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM15.5 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM5.7 5.7l3.8 3.8M14.5 14.5l3.8 3.8M18.3 5.7l-3.8 3.8M9.5 14.5l-3.8 3.8",
  mail: "M3.5 6h17v12h-17zM4 7l8 6 8-6",
  menu: "M4 7h16M4 12h16M4 17h16",
  pencil: "M4 20l1-4.5L16 4.5l3.5 3.5-11 11zM14 6.5l3.5 3.5",
  person: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20c.7-4 3.6-6 7.5-6s6.8 2 7.5 6",
  retry: "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M18 3v4h-4",
  share: "M12 15V4M8 7.5 12 3.5l4 4M6 11H5v9h14v-9h-1",
  trash: "M4.5 7h15M9.5 7V4h5v3M6.5 7l1 13h9l1-13M10.5 11v5.5M13.5 11v5.5",
  warning: "M12 4 21 19.5H3zM12 10v4M12 16.8h.01",
} as const;

export type IconName = keyof typeof STROKES;

/** Always decoration: the name of a control is in its text. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={STROKES[name]} />
    </svg>
  );
}
