import type { Person } from "./person.ts";

// What somebody does on a page before screenshots.ts photographs it.

export async function toTheTop({ page }: Person): Promise<void> {
  await page.locator(".messages__scroller").evaluate((box) => box.scrollTo(0, 0));
}

export async function openMenu(person: Person): Promise<void> {
  await person.openMenu("Thank you, Noor");
}

export async function openBoost(person: Person): Promise<void> {
  await person.openMenu("Thank you, Noor");
  await person.page.getByRole("button", { name: "New boost" }).click();
}

export function byKeys(keys: string): (person: Person) => Promise<void> {
  return async ({ page }) => {
    await page.locator(".messages__scroller").focus();
    await page.keyboard.press(keys);
    await page.locator("dialog[open]").waitFor();
  };
}

export async function openSidebar({ page }: Person): Promise<void> {
  const toggle = page.getByRole("button", { name: "Open menu" });
  if (await toggle.isVisible()) await toggle.click();
  await page.getByRole("link", { name: "Summer camp" }).waitFor();
}

export async function typeAName({ page }: Person): Promise<void> {
  await page.locator("main input").first().pressSequentially("no");
  await page.waitForTimeout(400);
}
