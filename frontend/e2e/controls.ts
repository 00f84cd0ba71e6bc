import type { Locator, Page } from "playwright-core";

/** Something that can be pressed. */
export interface Control {
  name: string;
  /** Where it stands: the nearest landmark's class. */
  region: string;
  /** Alike in every row of a list. */
  kind: string;
  /** The one and no other, also after the page was loaded anew. */
  key: string;
  html: string;
  /** Among all that match, seen or not. */
  place: number;
}

const PRESSABLE =
  "button:not([aria-current]), a[href]:not([aria-current], .skip), summary, [role=button], [role=switch], [role=option], input[type=checkbox], input[type=radio], select";

/** Everything that can be seen and is not switched off. */
export function findControls(page: Page): Promise<Control[]> {
  return page.evaluate(collect, PRESSABLE);
}

export interface Located {
  target: Locator;
  /** Everything that can be pressed now. */
  among: Control[];
}

export async function locate(page: Page, { key }: Control): Promise<Located | null> {
  const among = await findControls(page);
  const control = among.find((one) => one.key === key);
  return control ? { target: page.locator(PRESSABLE).nth(control.place), among } : null;
}

/** Runs in the page. */
function collect(pressable: string): Control[] {
  const nameOf = (element: Element): string => {
    const said = element.getAttribute("aria-label");
    if (said) return said.trim();
    const by = element.getAttribute("aria-labelledby");
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const parts = by ? by.split(" ").map((id) => document.getElementById(id)) : [...labels, element];
    const texts = parts.map((part) => part?.textContent ?? "");
    const pictures = [...element.querySelectorAll("img, svg[aria-label]")].map(
      (picture) => picture.getAttribute("alt") ?? picture.getAttribute("aria-label") ?? "",
    );
    return [...texts, ...pictures].join(" ").replace(/\s+/g, " ").trim();
  };
  const count = new Map<string, number>();
  const found: Control[] = [];
  for (const [index, element] of [...document.querySelectorAll(pressable)].entries()) {
    const box = element.getBoundingClientRect();
    const shown = element.checkVisibility({ visibilityProperty: true }) && box.width > 0 && box.height > 0;
    // A link to where one is leads nowhere, a mail leads out.
    const { href } = element as HTMLAnchorElement;
    if (href === location.href || href?.startsWith("mailto:")) continue;
    if (!shown || element.matches(":disabled, [aria-disabled=true]") || element.closest("[inert]")) continue;
    const region = element.closest("aside, nav, dialog, header, section, main")?.className || "page";
    const name = nameOf(element);
    // What stands in a row is the same in each of them, whatever it is called; but mine may do more than others'.
    const row = element.closest(
      "article, li, fieldset, [data-columns], [class$=__entry], .rooms, .sidebar__pings",
    );
    const line = row && `${row.classList[0]} ${row.matches(".message--mine")}`;
    const kind = `${region} ${element.tagName} ${element.className} ${line ?? name}`;
    const nth = (count.get(kind) ?? 0) + 1;
    count.set(kind, nth);
    const html = element.outerHTML.slice(0, 200);
    found.push({ name, region, kind, key: `${kind} ${name} ${nth}`, html, place: index });
  }
  return found;
}

/** Runs in the page: does something that is open lie over it? */
export function isCovered(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  const open = there?.closest(".menu__panel, .pop, dialog");
  return open != null && !open.contains(element);
}
