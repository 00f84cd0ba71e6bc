import type { Catalogue } from "../index.ts";

export const search: Catalogue["search"] = {};
