import { useEffect, useState } from "react";
import { Problem } from "../../components/problem.tsx";
import { words } from "../../language/index.ts";
import type { FlagName, FlagSettings, FlagValue } from "../../lib/api/account.ts";
import { ServerError } from "../../lib/server-error.ts";
import { FlagEntry } from "./flag-entry.tsx";

interface FlagPanelProps {
  /** The version that the server last told of: with another one the panel reads again. */
  version: number;
  read: () => Promise<FlagSettings>;
  change: (version: number, name: FlagName, value: FlagValue | null) => Promise<FlagSettings>;
}

/** What is switched on for everybody, and who said so. */
export function FlagPanel({ version, read, change }: FlagPanelProps) {
  const [known, setKnown] = useState<FlagSettings | null>(null);
  const [problem, setProblem] = useState("");
  const { flags } = words().account;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the reason to read again
  useEffect(() => {
    let current = true;
    read().then(
      (settings) => current && setKnown(settings),
      (error: unknown) => current && setProblem(error instanceof Error ? error.message : ""),
    );
    return () => {
      current = false;
    };
  }, [read, version]);

  async function set(name: FlagName, value: FlagValue | null) {
    if (!known) return;
    setProblem("");
    try {
      setKnown(await change(known.version, name, value));
    } catch (error) {
      const conflict = error instanceof ServerError && error.code === "conflict";
      setProblem(conflict ? flags.conflict : error instanceof Error ? error.message : "");
      if (conflict) setKnown(await read());
    }
  }

  return (
    <section className="group" aria-label={flags.title}>
      <h2 className="group__title">{flags.title}</h2>
      <p className="group__hint">{flags.hint}</p>
      <Problem text={problem} />
      {known && (
        <ul className="group__list">
          {(Object.keys(flags.names) as FlagName[]).map(
            (name) =>
              known.settings[name] && (
                <FlagEntry
                  key={name}
                  name={name}
                  setting={known.settings[name]}
                  onSet={(value) => set(name, value)}
                />
              ),
          )}
        </ul>
      )}
    </section>
  );
}
