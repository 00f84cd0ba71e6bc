import type { Catalogue } from "../index.ts";

export const sounds: Catalogue["sounds"] = {};
