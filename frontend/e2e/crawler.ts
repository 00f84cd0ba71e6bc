import type { Page } from "playwright-core";
import { type Control, findControls, isCovered, locate } from "./controls.ts";
import { hearEffects, listenForEffects } from "./effects.ts";
import type { Person } from "./person.ts";

/** Ends the visit: the last thing to be pressed. */
const LEAVES = /^log out$/i;
/** The browser opens the list of one beside the page. */
const LISTS = /^<select/;
/** What stands on every page is pressed on the first one. */
const EVERYWHERE = /^(sidebar|skip)/;
/** For one role; what is not pressed by then is a trouble. */
const PATIENCE_MS = 600_000;

/** One control, and what has to be pressed before it shows. */
interface Step {
  path: string;
  opener: Control | null;
  control: Control;
}

/** Presses what one person can press, and writes down what no page may do. */
export class Crawler {
  readonly troubles: string[] = [];
  readonly #person: Person;
  readonly #asked: Step[] = [];
  #where = "";
  #answer = false;
  /** What happened outside of the page: a question, a window. */
  #elsewhere = "";
  pressed = 0;
  /** Of many that are alike, in the rows of a list, one is pressed. */
  readonly #met = new Set<string>();
  readonly #deadline = Date.now() + PATIENCE_MS;

  constructor(person: Person) {
    this.#person = person;
    const { page } = person;
    page.on("pageerror", (error) => this.#note(`error: ${error.message}`));
    page.on("console", (message) => {
      // Chromium reports every refused request here too; those are judged by their status below.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        this.#note(`console: ${message.text()}`);
    });
    page.on("response", (answer) => {
      if (answer.status() >= 500)
        this.#note(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
    page.on("popup", (opened) => {
      this.#elsewhere = "window";
      void opened.close();
    });
    page.removeAllListeners("dialog");
    page.on("dialog", (dialog) => {
      this.#elsewhere = "question";
      void (this.#answer ? dialog.accept() : dialog.dismiss());
    });
  }

  /** Presses everything on one page that can be pressed, and what shows by that. */
  async visit(path: string): Promise<void> {
    await this.#open(path);
    const found = await findControls(this.#page);
    const page = path.replace(/\/@\d+$|\?.*$/, "").replaceAll(/[a-z0-9]{15}/g, "…");
    if (found.length === 0) this.#note(`${path}: nothing to press`);
    let fresh = true;
    for (const control of found) {
      if (!this.#isNew(page, control)) continue;
      if (!fresh) await this.#again(path);
      const more = await this.#press({ path, opener: null, control });
      fresh = more.length === 0 && (await this.#isAsBefore(path, found));
      for (const inner of more) {
        if (!this.#isNew(`${page} ${control.kind}`, inner)) continue;
        await this.#close(path, found);
        await this.#show(control);
        await this.#settle();
        await this.#press({ path, opener: control, control: inner });
        fresh = false;
      }
    }
  }

  /** What asked first is done now, since nothing comes after it. */
  async confirm(): Promise<void> {
    this.#answer = true;
    for (const step of this.#asked.splice(0)) {
      await this.#open(step.path);
      if (step.opener) await this.#show(step.opener);
      if (await locate(this.#page, step.control)) await this.#press(step);
    }
  }

  async leave(path: string): Promise<void> {
    await this.#open(path);
    await this.#page.getByRole("button", { name: LEAVES }).first().click();
    await this.#page.getByPlaceholder("Enter your email address").waitFor();
  }

  get late(): boolean {
    return Date.now() > this.#deadline;
  }

  get #page(): Page {
    return this.#person.page;
  }

  #note(what: string): void {
    this.troubles.push(`${this.#where}: ${what}`);
  }

  #isNew(place: string, control: Control): boolean {
    if (LEAVES.test(control.name)) return false;
    if (this.late) return false;
    const kind = EVERYWHERE.test(control.region) ? control.kind : `${place} ${control.kind}`;
    if (this.#met.has(kind)) return false;
    this.#met.add(kind);
    return true;
  }

  /** Answers with what can be pressed now and could not before. */
  async #press(step: Step): Promise<Control[]> {
    const { control } = step;
    this.#where = `${step.path}: ${step.opener ? `${step.opener.name} > ` : ""}${control.name}`;
    if (control.name === "") this.#note(`a control without a name: ${control.html}`);
    const located = await locate(this.#page, control);
    if (!located) return [];
    const { target, among } = located;
    // Away from the bars that cover the edges of a list.
    await target.evaluate((element) => element.scrollIntoView({ block: "center" }));
    // What lies below an open menu cannot be pressed before that is closed.
    if (step.opener && (await target.evaluate(isCovered))) return [];
    await target.hover({ timeout: 5_000 }).catch(() => {});
    const before = new Set(among.map(({ key }) => key));
    this.#elsewhere = "";
    this.pressed += 1;
    await listenForEffects(this.#page);
    await target
      .click({ timeout: 5_000, noWaitAfter: true })
      .catch((error: Error) => this.#note(`cannot be pressed: ${error.message.slice(0, 600)}`));
    const moved = await hearEffects(this.#page);
    if (!moved && !this.#elsewhere && !LISTS.test(control.html)) this.#note("nothing happens");
    if (this.#elsewhere === "question" && !this.#answer) this.#asked.push(step);
    await this.#settle();
    if (new URL(this.#page.url()).pathname !== step.path.split("?")[0]) return [];
    const after = await findControls(this.#page).catch(() => []);
    return after.filter(({ key, region }) => !before.has(key) && !EVERYWHERE.test(region));
  }

  async #show(opener: Control): Promise<void> {
    const located = await locate(this.#page, opener);
    await located?.target.click();
  }

  async #isAsBefore(path: string, found: Control[]): Promise<boolean> {
    const { pathname, search } = new URL(this.#page.url());
    if (pathname + search !== path) return false;
    const now = await findControls(this.#page).catch(() => []);
    return now.map(({ key }) => key).join() === found.map(({ key }) => key).join();
  }

  /** What was opened is closed, in the cheapest way that works. */
  async #close(path: string, found: Control[]): Promise<void> {
    await this.#page.keyboard.press("Escape");
    if (!(await this.#isAsBefore(path, found))) await this.#again(path);
  }

  /** The page anew without loading it: from another page, as by a link. */
  async #again(path: string): Promise<void> {
    if ((await this.#page.locator(".main").count()) === 0) return this.#open(path);
    for (const address of ["/nowhere", path]) {
      await this.#page.evaluate((to) => {
        history.pushState(null, "", to);
        dispatchEvent(new PopStateEvent("popstate"));
      }, address);
      await this.#page.waitForTimeout(20);
    }
    await this.#page.locator("main:not([aria-busy=true])").first().waitFor();
    await this.#settle();
  }

  async #open(path: string): Promise<void> {
    await this.#person.go(path);
    await this.#page.locator("main:not([aria-busy=true])").first().waitFor();
    await this.#settle();
  }

  /** Until two looks show the same. */
  async #settle(): Promise<void> {
    const look = () => findControls(this.#page).catch(() => []);
    for (let turn = 0, before = -1; turn < 20; turn++) {
      const { length } = await look();
      if (length === before) return;
      before = length;
      await this.#page.waitForTimeout(40);
    }
  }
}
