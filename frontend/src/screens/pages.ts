import type { ComponentType, LazyExoticComponent } from "react";
import type { Desk } from "../models/desk.ts";
import type { Route } from "../routes.ts";

export interface PageProps<Name extends Route["name"] = Route["name"]> {
  desk: Desk;
  route: Extract<Route, { name: Name }>;
}

type Pages = { [Name in Route["name"]]?: LazyExoticComponent<ComponentType<PageProps<Name>>> };

/** The signed-in pages beside the room itself. Each is loaded when somebody first opens it. */
const PAGES: Pages = {};

export function pageFor(route: Route): ComponentType<PageProps> | undefined {
  return PAGES[route.name] as ComponentType<PageProps> | undefined;
}
