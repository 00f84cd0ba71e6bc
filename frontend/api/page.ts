import { readFile } from "node:fs/promises";

/** One block of a page that runs, with what the page says it answers. */
export interface Example {
  language: "sh" | "js";
  code: string;
  line: number;
  /** The status behind the language; any success without one. */
  status: number | undefined;
  /** The block of JSON that follows at once. */
  answer: unknown;
}

const FENCE = /^```(\w*) ?(\d*)$/;

/** Reads the examples of a page: fences of sh and js, each with the json fence that comes next after it, if any. */
export async function readExamples(file: string): Promise<Example[]> {
  const lines = (await readFile(file, "utf8")).split("\n");
  const examples: Example[] = [];
  let last: Example | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const fence = FENCE.exec(line);
    if (!fence) {
      if (line.trim() !== "") last = undefined; // a word between them: the answer is of something else
      continue;
    }
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`${file}:${at + 1}: the block does not end`);
    const [, language, status] = fence;
    const code = lines.slice(at + 1, end).join("\n");
    if (language === "sh" || language === "js") {
      last = { language, code, line: at + 1, status: status ? Number(status) : undefined, answer: undefined };
      examples.push(last);
    } else if (language === "json" && last) {
      last.answer = JSON.parse(code);
      last = undefined;
    }
    at = end;
  }
  return examples;
}

/**
 * Says where an answer differs from what a page shows: a key that is missing, or another type. Values are examples, and an
 * answer may have more keys than a page cares to show.
 */
export function differences(shown: unknown, answer: unknown, at = "answer"): string[] {
  if (kindOf(shown) !== kindOf(answer)) {
    return [`${at} is ${kindOf(answer)}, shown is ${kindOf(shown)}`];
  }
  if (Array.isArray(shown) && Array.isArray(answer)) {
    if (shown.length === 0) return [];
    if (answer.length === 0) return [`${at} is empty`];
    return differences(shown[0], answer[0], `${at}[0]`);
  }
  if (!isObject(shown) || !isObject(answer)) return [];
  return Object.entries(shown).flatMap(([key, value]) =>
    key in answer ? differences(value, answer[key], `${at}.${key}`) : [`${at}.${key} is missing`],
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === "object";
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
