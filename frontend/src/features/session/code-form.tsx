import { useState } from "react";
import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { words } from "../../language/index.ts";
import { problemOf } from "./problem.ts";
import { useCountdown } from "./use-countdown.ts";
import { useSubmit } from "./use-submit.ts";

/** A letter takes its time, and every request counts against whoever asks. */
export const RESEND_SECONDS = 30;

interface CodeFormProps {
  email: string;
  /** Said instead of where the code went: why there is one. */
  notice?: string;
  onCode: (code: string) => Promise<void>;
  onAgain: () => Promise<void>;
}

export function CodeForm({ email, notice, onCode, onAgain }: CodeFormProps) {
  const { code: text, go } = words().session;
  const { problem, busy, submit } = useSubmit((form) => onCode(String(form.get("code"))));
  const [letter, setLetter] = useState<"first" | "asked" | "another">("first");
  const [refused, setRefused] = useState("");
  const { left, restart } = useCountdown(RESEND_SECONDS);

  async function again() {
    setLetter("asked");
    setRefused("");
    try {
      await onAgain();
      setLetter("another");
      restart();
    } catch (error) {
      setLetter("first");
      setRefused(problemOf(error));
    }
  }

  return (
    <form className="signup__form" onSubmit={submit} data-shaken={problem !== ""}>
      <h1 className="signup__legend">{text.title}</h1>
      <p className="signup__notice" role="status">
        {letter === "another" ? text.another : `${notice ? `${notice} ` : ""}${text.sent(email)}`}
      </p>
      <Problem text={problem || refused} />
      <Field
        label={text.label}
        icon="key"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="\s*(\d\s*){4,12}"
        title={text.pattern}
        placeholder={text.label}
        maxLength={24}
        required
        autoFocus
      />
      <button className="btn btn--solid btn--large" type="submit" disabled={busy}>
        <Icon name="arrow-right" />
        <span className="visually-hidden">{go}</span>
      </button>
      <button
        className="signup__way"
        type="button"
        disabled={left > 0 || letter === "asked"}
        onClick={() => void again()}
      >
        {left > 0 ? text.againIn(String(left)) : text.again}
      </button>
    </form>
  );
}
