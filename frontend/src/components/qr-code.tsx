import { useEffect, useState } from "react";

interface QRCodeProps {
  /** What it says, for those who cannot see it. */
  label: string;
  text: string;
}

/** White all around, in modules: readers look for it. */
const QUIET = 4;

interface Drawing {
  size: number;
  path: string;
}

/** A text for a camera: dark on white in both themes, since many readers know no other. */
export function QRCode({ label, text }: QRCodeProps) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);

  useEffect(() => {
    let current = true;
    void draw(text).then((drawn) => current && setDrawing(drawn));
    return () => {
      current = false;
    };
  }, [text]);

  const size = drawing?.size ?? 1;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} aria-busy={!drawing}>
      <rect className="qr__paper" width={size} height={size} />
      <path className="qr__ink" d={drawing?.path} />
    </svg>
  );
}

async function draw(text: string): Promise<Drawing> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  return { size, path: data.map((row, y) => runs(row, y)).join("") };
}

/** One row as rectangles, each as long as the dark runs on. */
function runs(row: boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    const from = x;
    while (row[x + 1]) x++;
    path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
  }
  return path;
}
