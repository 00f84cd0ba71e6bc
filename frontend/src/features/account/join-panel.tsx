import { type FormEvent, useEffect, useState } from "react";
import { Choice } from "../../components/choice.tsx";
import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { ProviderLogo } from "../../components/provider-logo.tsx";
import { SaveButton } from "../../components/save-button.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";
import type { JoinPolicy, Provider } from "../../lib/wire.ts";

interface JoinPanelProps {
  policy: JoinPolicy;
  domains: string;
  /** Those that are switched on in the dashboard; null until that is known. */
  providers: readonly Provider[] | null;
  onPolicy: (policy: JoinPolicy) => Promise<void>;
  /** Answers with them as they are kept. */
  onDomains: (domains: string) => Promise<string>;
}

const POLICIES = ["link", "provider", "nobody"] as const;

/** By which door new people come, and with which addresses. */
export function JoinPanel({ policy, domains, providers, onPolicy, onDomains }: JoinPanelProps) {
  const { join } = words().account;
  const choose = useSave();
  const doors = policy === "provider" ? providers?.length : undefined;
  return (
    <section className="group" aria-label={join.title}>
      <h2 className="group__title">{join.title}</h2>
      <Choice
        label={join.policy}
        value={policy}
        options={POLICIES.map((value) => ({ value, label: join.policies[value] }))}
        onChange={(value) => void choose.run(() => onPolicy(value))}
      />
      <p className="group__hint" role="status">
        {join.hints[policy]}
      </p>
      <Problem text={choose.problem || (doors === 0 ? join.dead : "")} />
      {doors && domains === "" ? (
        <p className="signup__notice" role="status">
          {join.wide}
        </p>
      ) : null}
      {policy !== "nobody" && <Domains domains={domains} onSave={onDomains} />}
      {providers && (
        <>
          <h3 className="group__title">{join.providers}</h3>
          {providers.length === 0 && <p className="group__hint">{join.noProviders}</p>}
          <ul className="group__list">
            {providers.map(({ name, title, logo }) => (
              <li key={name} className="entry">
                <ProviderLogo logo={logo} />
                <span className="entry__name">{title}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="group__foot">
        <a className="btn btn--pill" href="/_/" target="_blank" rel="noreferrer">
          <Icon name="gear" />
          {join.dashboard}
        </a>
      </div>
    </section>
  );
}

interface DomainsProps {
  domains: string;
  onSave: (domains: string) => Promise<string>;
}

/** What somebody else saves meanwhile is shown, unless it is being changed here. */
function Domains({ domains, onSave }: DomainsProps) {
  const { join } = words().account;
  const [typed, setTyped] = useState(domains);
  const [shown, setShown] = useState(domains);
  const { state, problem, run } = useSave();

  useEffect(() => {
    if (typed === shown) setTyped(domains);
    setShown(domains);
  }, [domains, shown, typed]);

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => setTyped(await onSave(typed.trim())));
  }

  return (
    <form className="form" onSubmit={save}>
      <div className="form__row">
        <Field
          label={join.domains}
          icon="globe"
          name="join_domains"
          placeholder={join.anyDomain}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          maxLength={2000}
          autoCapitalize="off"
          spellCheck={false}
        />
        <SaveButton state={state} label={join.saveDomains} />
      </div>
      <p className="group__hint">{join.domainsHint}</p>
      <Problem text={problem} />
    </form>
  );
}
