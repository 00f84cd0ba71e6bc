import type { Catalogue } from "../index.ts";

export const users: Catalogue["users"] = {};
