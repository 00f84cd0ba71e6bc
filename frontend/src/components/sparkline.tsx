import { sparkline } from "../lib/sparkline.ts";

const WIDTH = 200;
const HEIGHT = 32;

interface SparklineProps {
  values: number[];
  /** What it shows, for those who do not see it. */
  label: string;
}

export function Sparkline({ values, label }: SparklineProps) {
  return (
    <svg
      className="spark"
      role="img"
      aria-label={label}
      viewBox={`-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`}
      preserveAspectRatio="none"
    >
      <polyline className="spark__line" points={sparkline(values, WIDTH, HEIGHT)} />
    </svg>
  );
}
