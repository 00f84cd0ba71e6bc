import type { ReactNode } from "react";
import { words } from "../../language/index.ts";
import type { AuthMethods } from "../../lib/wire.ts";

interface JoinDoorsProps {
  name: string;
  methods: AuthMethods;
  form: ReactNode;
  /** The buttons of the providers. */
  buttons: ReactNode;
}

/** By which doors somebody new may come in here, and an honest sentence where there is none. */
export function JoinDoors({ name, methods, form, buttons }: JoinDoorsProps) {
  const { session } = words();
  const byForm = methods.password && methods.join !== "provider";
  const byProvider = methods.oauth2.length > 0;
  if (byForm) {
    return (
      <>
        {form}
        {byProvider && (
          <>
            <p className="signup__or">{session.or}</p>
            {buttons}
          </>
        )}
      </>
    );
  }
  return (
    <div className="signup__form">
      <h1 className="signup__legend">{name}</h1>
      <p className="signup__notice">{byProvider ? session.join.byProvider : session.join.noDoor}</p>
      {byProvider && buttons}
    </div>
  );
}
