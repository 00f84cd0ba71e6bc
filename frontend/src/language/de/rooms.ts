import type { Catalogue } from "../index.ts";

export const rooms: Catalogue["rooms"] = {};
