import { useEffect, useState } from "react";

export type SaveState = "idle" | "busy" | "saved";

interface Save {
  state: SaveState;
  /** Why the last try was refused. */
  problem: string;
  /** Answers with whether it was saved. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

const SHOWN_MS = 2_500;

/** One change at a time, with its success shown for a moment and its refusal until the next try. */
export function useSave(): Save {
  const [state, setState] = useState<SaveState>("idle");
  const [problem, setProblem] = useState("");

  useEffect(() => {
    if (state !== "saved") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function run(work: () => Promise<unknown>): Promise<boolean> {
    setState("busy");
    setProblem("");
    try {
      await work();
    } catch (error) {
      setState("idle");
      setProblem(error instanceof Error ? error.message : String(error));
      return false;
    }
    setState("saved");
    return true;
  }

  return { state, problem, run };
}
