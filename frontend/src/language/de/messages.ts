import type { Catalogue } from "../index.ts";

export const messages: Catalogue["messages"] = {};
