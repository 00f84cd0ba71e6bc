import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { backoff } from "./backoff.ts";

/** Like React's `lazy`, which remembers a failure for ever: this one asks until the code has come. */
export function coming<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await load();
      } catch {
        await new Promise((done) => setTimeout(done, 500 + backoff(attempt)));
      }
    }
  });
}
