import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { Registration } from "./api.ts";
import { callWitness } from "./witness.ts";

export const ADA: Registration = { name: "Ada Moreno", email: "ada@example.com", password: "over the fire" };
export const BO: Registration = {
  name: "Bo Lindqvist",
  email: "bo@example.com",
  password: "under the stars",
};

export interface ShownMessage {
  id: string;
  text: string;
}

/** A worker of ours would fetch beside the page, where a journey cannot put anything in its way. */
const QUIET = { serviceWorkers: "block" } as const;

/** Somebody in front of a browser of their own: cookies, storage and one page. */
export class Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #url: string;
  readonly troubles: string[] = [];

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.#url = url;
    page.on("pageerror", (error) => this.troubles.push(error.message));
    page.on("dialog", (dialog) => void dialog.accept());
  }

  static async arrive(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ locale: "en-US", ...QUIET, ...options });
    return Person.openTab(context, url);
  }

  static async openTab(context: BrowserContext, url: string): Promise<Person> {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await callWitness(page);
    return new Person(context, page, url);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.#url + path);
  }

  /** First run and join: the same three fields. */
  async register(path: string, who: Registration): Promise<void> {
    await this.go(path);
    await this.page.getByPlaceholder("Name").fill(who.name);
    await this.page.getByPlaceholder("Email address").fill(who.email);
    await this.page.getByPlaceholder("Password").fill(who.password);
    await this.page.getByRole("button", { name: "Save" }).click();
    await this.composer.waitFor();
  }

  async enterPassword(who: Pick<Registration, "email" | "password">): Promise<void> {
    await this.page.getByPlaceholder("Enter your email address").fill(who.email);
    await this.page.getByPlaceholder("Enter your password").fill(who.password);
    await this.page.getByRole("button", { name: "Go", exact: true }).click();
  }

  async signIn(who: Registration, path = "/"): Promise<void> {
    await this.go(path);
    await this.enterPassword(who);
    await this.composer.waitFor();
    await this.page.locator("[data-loaded=true]").waitFor();
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: "Write a message" });
  }

  /** Types and sends; does not wait for an answer. */
  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  message(text: string): Locator {
    return this.page.locator(".message").filter({ hasText: text });
  }

  async sees(text: string): Promise<void> {
    const bodies = this.page.locator(".message[data-state=sent] .message__body");
    await bodies.filter({ hasText: text }).first().waitFor();
  }

  async seesPending(text: string): Promise<void> {
    await this.page.locator(".message[data-state=pending]").filter({ hasText: text }).waitFor();
  }

  /** Nothing is on its way any more. */
  async settles(): Promise<void> {
    await this.page.waitForFunction(() => !document.querySelector(".message:not([data-state=sent])"), null, {
      timeout: 20_000,
    });
  }

  async openMenu(text: string): Promise<Locator> {
    const message = this.message(text);
    await message.hover();
    await message.getByLabel("Message options").click();
    return message;
  }

  async edit(text: string, next: string): Promise<void> {
    const message = await this.openMenu(text);
    const id = await message.getAttribute("data-message-id");
    await message.getByRole("button", { name: "Edit" }).click();
    const editor = this.page.locator(`[data-message-id="${id}"]`);
    await editor.getByRole("textbox", { name: "Edit message" }).fill(next);
    await editor.getByRole("button", { name: "Save changes" }).click();
    await this.sees(next);
  }

  async remove(text: string): Promise<void> {
    const message = await this.openMenu(text);
    const id = await message.getAttribute("data-message-id");
    await message.getByRole("button", { name: "Edit" }).click();
    const editor = this.page.locator(`[data-message-id="${id}"]`);
    await editor.getByRole("button", { name: "Delete message" }).click();
    await editor.waitFor({ state: "detached" });
  }

  /** What is on the page now, in the order of the page. */
  shown(): Promise<ShownMessage[]> {
    return this.page.locator(".message").evaluateAll((rows) =>
      rows.map((row) => ({
        id: row.getAttribute("data-message-id") ?? "",
        text: row.querySelector<HTMLElement>(".message__body")?.innerText.trim() ?? "",
      })),
    );
  }

  /** Changes when the page is loaded anew. */
  born(): Promise<number> {
    return this.page.evaluate(() => performance.timeOrigin);
  }

  joinLink(): Promise<string> {
    return this.page.getByRole("textbox", { name: "Share to invite more people" }).inputValue();
  }
}
