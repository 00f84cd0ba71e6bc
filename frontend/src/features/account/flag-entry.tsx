import { useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Switch } from "../../components/switch.tsx";
import { words } from "../../language/index.ts";
import type { FlagName, FlagSetting, FlagValue } from "../../lib/api/account.ts";

interface FlagEntryProps {
  name: FlagName;
  setting: FlagSetting;
  /** Says itself what went wrong. */
  onSet: (value: FlagValue | null) => Promise<void>;
}

export function FlagEntry({ name, setting, onSet }: FlagEntryProps) {
  const { flags } = words().account;
  const label = flags.names[name];
  return (
    <li className="entry">
      <span className="entry__text">
        <span className="entry__name">{label}</span>
        <span className="entry__more">{flags.origin[setting.origin]}</span>
        {flags.hints[name] && <span className="entry__more">{flags.hints[name]}</span>}
      </span>
      <span className="entry__leader" />
      <span className="entry__tools">
        {setting.override !== null && (
          <button className="btn" type="button" title={flags.reset(label)} onClick={() => void onSet(null)}>
            <Icon name="retry" />
            <span className="visually-hidden">{flags.reset(label)}</span>
          </button>
        )}
        {typeof setting.value === "boolean" ? (
          <Switch label={label} checked={setting.value} onChange={onSet} />
        ) : (
          <Megabytes label={label} bytes={setting.value} onSet={onSet} />
        )}
      </span>
    </li>
  );
}

const MEGABYTE = 1024 * 1024;

interface MegabytesProps {
  label: string;
  bytes: number;
  onSet: (bytes: number) => Promise<void>;
}

/** A size that people can type. It is sent when they leave the field or press Enter. */
function Megabytes({ label, bytes, onSet }: MegabytesProps) {
  const [typed, setTyped] = useState("");
  const shown = String(Math.round((bytes / MEGABYTE) * 100) / 100);

  useEffect(() => setTyped(shown), [shown]);

  function send() {
    const wanted = Math.round(Number(typed) * MEGABYTE);
    if (typed === shown || !(wanted >= 0)) setTyped(shown);
    else void onSet(wanted);
  }

  return (
    <label className="megabytes">
      <input
        className="megabytes__input"
        type="number"
        min="0"
        step="any"
        aria-label={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={send}
        onKeyDown={(event) => event.key === "Enter" && send()}
      />
      {words().account.flags.megabytes}
    </label>
  );
}
