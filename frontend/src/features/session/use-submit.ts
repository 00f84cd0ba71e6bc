import { type FormEvent, useState } from "react";
import { problemOf } from "./problem.ts";

interface Submit {
  /** The sentence to show when the last try was refused. */
  problem: string;
  busy: boolean;
  submit: (event: FormEvent<HTMLFormElement>) => Promise<void>;
}

/** A form that is sent once at a time and says why it was refused. */
export function useSubmit(send: (form: FormData) => Promise<void>): Submit {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem("");
    try {
      await send(form);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  }

  return { problem, busy, submit };
}
