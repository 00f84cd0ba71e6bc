import { CopyButton } from "../../components/copy-button.tsx";
import { Icon, type IconName } from "../../components/icon.tsx";

interface CommandLineProps {
  icon?: IconName;
  label: string;
  copy: string;
  line: string;
  onFailed: (error: unknown) => void;
}

/** Something to take elsewhere: pressed, it is selected as a whole. */
export function CommandLine({ icon, label, copy, line, onFailed }: CommandLineProps) {
  return (
    <div className="curl__line">
      {icon && <Icon name={icon} />}
      <input
        className="input__control input__control--plain curl__command"
        aria-label={label}
        value={line}
        readOnly
        dir="ltr"
        onFocus={(event) => event.target.select()}
      />
      <CopyButton label={copy} text={line} onFailed={onFailed} />
    </div>
  );
}
