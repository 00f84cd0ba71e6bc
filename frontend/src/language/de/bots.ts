import type { Catalogue } from "../index.ts";

export const bots: Catalogue["bots"] = {};
