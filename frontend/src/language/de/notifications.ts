import type { Catalogue } from "../index.ts";

export const notifications: Catalogue["notifications"] = {};
