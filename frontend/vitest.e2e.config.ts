import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** It takes three minutes: begun last, it would run alone at the end. */
const LONG = ["crawl.test.ts"];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = (file: TestSpecification) => LONG.some((name) => file.moduleId.endsWith(name));
    return [...sorted.filter(long), ...sorted.filter((file) => !long(file))];
  }
}

// Two journeys side by side: most of a journey is waiting, and two cores are few.
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/**/*.test.ts"],
    maxWorkers: 2,
    // The modules of the tools are read once; a file has a browser and servers of its own.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // Several times of what it takes: a machine that does other things too is no fault of ours.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
