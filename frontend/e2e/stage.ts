import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launchPages } from "./browser.ts";
import { CampfireServer } from "./server.ts";

export interface Stage {
  readonly browser: Browser;
  readonly server: CampfireServer;
}

/** One browser per file; a new server on an empty directory for each journey. */
export function setStage(launch: () => Promise<Browser> = launchPages): Stage {
  let browser: Browser | null = null;
  let server: CampfireServer | null = null;

  beforeAll(async () => {
    browser = await launch();
  });
  beforeEach(async () => {
    server = await CampfireServer.begin();
  });
  afterEach(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
    await server?.dispose();
  });
  afterAll(() => browser?.close());

  return {
    get browser() {
      return here(browser);
    },
    get server() {
      return here(server);
    },
  };
}

function here<T>(thing: T | null): T {
  if (!thing) throw new Error("only inside a journey");
  return thing;
}
