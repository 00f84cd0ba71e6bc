import { useEffect, useState } from "react";
import { Problem } from "../../components/problem.tsx";
import { ProviderLogo } from "../../components/provider-logo.tsx";
import { words } from "../../language/index.ts";
import type { Provider } from "../../lib/wire.ts";
import { problemOf } from "./problem.ts";

interface ProviderButtonsProps {
  providers: readonly Provider[];
  /** Leaves this page, unless it fails. */
  onChoose: (provider: Provider) => Promise<void>;
}

/** One button for each sign-in provider that an administrator has switched on. */
export function ProviderButtons({ providers, onChoose }: ProviderButtonsProps) {
  const [problem, setProblem] = useState("");
  const [gone, setGone] = useState(false);
  const { session } = words();

  useEffect(() => {
    // Whoever comes back by the browser's own button finds the page as it was left.
    const back = () => setGone(false);
    window.addEventListener("pageshow", back);
    return () => window.removeEventListener("pageshow", back);
  }, []);

  async function choose(provider: Provider) {
    setProblem("");
    setGone(true);
    try {
      await onChoose(provider);
    } catch (error) {
      setGone(false);
      setProblem(problemOf(error));
    }
  }

  return (
    <div className="provider">
      <Problem text={problem} />
      {providers.map((provider) => (
        <button
          key={provider.name}
          className="btn btn--pill provider__button"
          type="button"
          disabled={gone}
          onClick={() => void choose(provider)}
        >
          <ProviderLogo logo={provider.logo} />
          {session.provider.go(provider.title)}
        </button>
      ))}
    </div>
  );
}
