import { CopyButton } from "../../components/copy-button.tsx";
import { words } from "../../language/index.ts";

interface KeyShownProps {
  /** Named so because React keeps `key` for itself. */
  botKey: string;
  onFailed: (error: unknown) => void;
}

/** A key, the only time that anybody sees it. */
export function KeyShown({ botKey, onFailed }: KeyShownProps) {
  const { bots } = words();
  return (
    <section className="group" role="status" aria-label={bots.keyTitle}>
      <h2 className="group__title">{bots.keyTitle}</h2>
      <p>{bots.keyOnce}</p>
      <div className="curl__line">
        <input
          className="input__control input__control--plain curl__command"
          aria-label={bots.key}
          value={botKey}
          readOnly
          dir="ltr"
          onFocus={(event) => event.target.select()}
        />
        <CopyButton label={bots.copyKey} text={botKey} onFailed={onFailed} />
      </div>
    </section>
  );
}
