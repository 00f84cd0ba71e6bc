import { Sparkline } from "../../components/sparkline.tsx";
import { words } from "../../language/index.ts";

interface TrendProps {
  name: string;
  values: number[];
  /** A value in words, with its unit. */
  say: (value: number) => string;
}

/** How a number went in the last hour, and what it is now. */
export function Trend({ name, values, say }: TrendProps) {
  const { status } = words();
  const now = say(values.at(-1) ?? 0);
  const most = say(Math.max(...values, 0));
  return (
    <li className="status__trend">
      <span className="status__name">{name}</span>
      <span className="status__now">{now}</span>
      <Sparkline values={values} label={status.trend(name, now, most)} />
      <span className="status__most">{status.most(most)}</span>
    </li>
  );
}
