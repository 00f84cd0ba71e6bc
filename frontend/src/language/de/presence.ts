import type { Catalogue } from "../index.ts";

export const presence: Catalogue["presence"] = {};
