import type { Person } from "./person.ts";

const THERE = "Thank you, Noor";

/** What screenshots.ts photographs of the editor. The last one leaves it empty for whoever comes after. */
export function composerScenes(path: string) {
  return [
    { name: "room-editing", path, there: THERE, act: openEditor },
    { name: "composer-rich", path, there: THERE, act: writeRich },
    { name: "composer-mention", path, there: THERE, act: callSomebody },
    { name: "composer-emoji", path, there: THERE, act: openEmoji },
    { name: "composer-files-off", path, there: THERE, act: offerFile },
  ];
}

async function begin({ page, composer }: Person): Promise<void> {
  await page.locator("trix-editor").waitFor();
  await composer.fill("");
}

async function writeRich(person: Person): Promise<void> {
  const { page } = person;
  await begin(person);
  const rich = page.getByRole("button", { name: "Rich text" });
  if (await rich.isVisible()) await rich.click();
  await page.keyboard.type("Here are the **launch notes**, please read _before_ `noon`:");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("- Export is behind a flag");
}

async function callSomebody(person: Person): Promise<void> {
  await begin(person);
  await person.page.keyboard.type("Thank you @n");
  await person.page.getByRole("option", { name: "Noor" }).waitFor();
}

async function openEmoji(person: Person): Promise<void> {
  await begin(person);
  await person.page.getByRole("button", { name: "Emoji", exact: true }).click();
  await person.page.getByRole("button", { name: "grinning face", exact: true }).waitFor();
}

async function offerFile(person: Person): Promise<void> {
  await begin(person);
  // It says of itself that it is disabled, and is pressed all the same.
  await person.page.getByRole("button", { name: "Attach a file" }).click({ force: true });
  await person.page.getByText("Available in v2.0").waitFor();
}

async function openEditor(person: Person): Promise<void> {
  await person.openMenu("Thank you, Noor");
  await person.page.getByRole("button", { name: "Edit" }).click();
}
