import { useEffect, useState } from "react";

/** Seconds that are left until something may be done again. */
export function useCountdown(seconds: number): { left: number; restart: () => void } {
  const [ends, setEnds] = useState(() => performance.now() + seconds * 1_000);
  const [left, setLeft] = useState(seconds);

  useEffect(() => {
    const count = () => setLeft(Math.max(0, Math.ceil((ends - performance.now()) / 1_000)));
    count();
    const timer = setInterval(count, 1_000);
    return () => clearInterval(timer);
  }, [ends]);

  return { left, restart: () => setEnds(performance.now() + seconds * 1_000) };
}
