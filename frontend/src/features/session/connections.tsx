import { useCallback, useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { ProviderLogo } from "../../components/provider-logo.tsx";
import { words } from "../../language/index.ts";
import type { Provider } from "../../lib/wire.ts";

export interface ConnectionCalls {
  providers: () => Promise<readonly Provider[]>;
  /** Names of those that are connected. */
  connected: () => Promise<string[]>;
  /** Leaves this page, unless it fails. */
  connect: (provider: Provider) => Promise<void>;
  disconnect: (name: string) => Promise<void>;
}

interface Known {
  providers: readonly Provider[];
  connected: readonly string[];
}

/** The sign-in providers that lead to me. Nothing is shown where there are none. */
export function Connections({ calls }: { calls: ConnectionCalls }) {
  const [known, setKnown] = useState<Known>({ providers: [], connected: [] });
  const [problem, setProblem] = useState("");
  const { connections } = words().users;

  const failed = useCallback((error: unknown) => setProblem(error instanceof Error ? error.message : ""), []);
  const read = useCallback(async () => {
    const [providers, connected] = await Promise.all([calls.providers(), calls.connected()]);
    setKnown({ providers, connected });
  }, [calls]);

  useEffect(() => {
    read().catch(failed);
  }, [read, failed]);

  async function change(work: () => Promise<void>) {
    setProblem("");
    await work().then(read).catch(failed);
  }

  function remove(provider: Provider) {
    if (window.confirm(connections.removeConfirm(provider.title))) {
      void change(() => calls.disconnect(provider.name));
    }
  }

  // One that an administrator has switched off again is listed by its name, so that it can be taken away.
  const off = known.connected.filter((name) => !known.providers.some((provider) => provider.name === name));
  const list = [...known.providers, ...off.map((name) => ({ name, title: name, logo: "" }))];
  if (list.length === 0 && !problem) return null;
  return (
    <section className="group" aria-label={connections.title}>
      <h2 className="group__title">{connections.title}</h2>
      <p className="group__hint">{connections.hint}</p>
      <Problem text={problem} />
      <ul className="group__list">
        {list.map((provider) => (
          <li key={provider.name} className="entry">
            <ProviderLogo logo={provider.logo} />
            <span className="entry__text">
              <span className="entry__name">{provider.title}</span>
              {off.includes(provider.name) && <span className="entry__more">{connections.off}</span>}
            </span>
            <span className="entry__leader" />
            {known.connected.includes(provider.name) ? (
              <button
                className="btn btn--negative"
                type="button"
                title={connections.remove(provider.title)}
                onClick={() => remove(provider)}
              >
                <Icon name="minus" />
                <span className="visually-hidden">{connections.remove(provider.title)}</span>
              </button>
            ) : (
              <button
                className="btn"
                type="button"
                title={connections.add(provider.title)}
                onClick={() => void calls.connect(provider).catch(failed)}
              >
                <Icon name="plus" />
                <span className="visually-hidden">{connections.add(provider.title)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
