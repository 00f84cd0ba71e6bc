import type { Catalogue } from "../index.ts";

export const session: Catalogue["session"] = {};
