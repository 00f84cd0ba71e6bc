import type { Catalogue } from "../index.ts";

export const composer: Catalogue["composer"] = {};
