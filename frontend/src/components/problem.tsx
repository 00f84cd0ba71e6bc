import { Icon } from "./icon.tsx";

/** Why something was refused, beside what was refused. */
export function Problem({ text }: { text: string }) {
  if (!text) return null;
  return (
    <p className="flash flash--inline" role="alert">
      <Icon name="warning" /> {text}
    </p>
  );
}
