interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

interface Size {
  width: number;
  height: number;
}

export interface Place {
  x: number;
  y: number;
  opens: "up" | "down";
}

const GAP_PX = 6;
const EDGE_PX = 8;

/**
 * Where a panel goes that belongs to a button: below it, above where there is more room, and never over an edge. What
 * would cover more below than above prefers "up".
 */
export function place(button: Box, panel: Size, window: Size, prefers: "up" | "down" = "down"): Place {
  const below = window.height - button.bottom - GAP_PX - EDGE_PX;
  const above = button.top - GAP_PX - EDGE_PX;
  const roomy = prefers === "up" ? above >= panel.height : below >= panel.height;
  const opens = roomy ? prefers : below >= above ? "down" : "up";
  const y = opens === "down" ? button.bottom + GAP_PX : button.top - GAP_PX - panel.height;
  const x = (button.left + button.right - panel.width) / 2;
  return {
    x: clamp(x, window.width - panel.width - EDGE_PX),
    y: clamp(y, window.height - panel.height - EDGE_PX),
    opens,
  };
}

function clamp(value: number, most: number): number {
  return Math.max(EDGE_PX, Math.min(value, most));
}
