import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();
async function richEditor(person: Person): Promise<Locator> {
  await person.page.locator("trix-editor").waitFor();
  return person.composer;
}

async function bodyOf(script: Api, text: string): Promise<string> {
  const room = await script.firstRoom();
  const messages = await script.everything(room);
  return messages.findLast((message) => message.body_text.includes(text))?.body ?? "";
}

it("writes with tools, with signs and by names, and stores what it shows", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  const { page } = ada;
  const { keyboard } = page;
  const box = await richEditor(ada);
  expect(await focused(ada)).toBe("TRIX-EDITOR");

  // By the toolbar; open, Enter is a line, and Ctrl+Enter sends.
  await page.getByRole("button", { name: "Rich text" }).click();
  for (const name of ["Bold", "Italic", "Strikethrough", "Link", "Heading", "Quote", "Code", "Bullets"]) {
    expect(await page.getByRole("button", { name, exact: true }).isVisible()).toBe(true);
  }
  await page.getByRole("button", { name: "Bold", exact: true }).click();
  await keyboard.type("strong");
  await drawn(page);
  await keyboard.press("Control+b");
  await drawn(page);
  await keyboard.type(" tea");
  await keyboard.press("Enter");
  await keyboard.type("please");
  await keyboard.press("Control+Enter");
  await ada.sees("strong tea");
  await ada.settles();
  expect(await bodyOf(script, "strong tea")).toBe("<strong>strong</strong> tea<br>please");
  expect(await page.getByRole("toolbar").count()).toBe(0);

  // By signs, taken back by undo.
  await keyboard.type("**bold** and _thin_ and `code` end");
  expect(await box.locator("strong").innerText()).toBe("bold");
  await keyboard.press("Enter");
  await ada.sees("thin");
  await ada.settles();
  expect(await bodyOf(script, "thin")).toBe(
    "<strong>bold</strong> and <em>thin</em> and <code>code</code> end",
  );
  await keyboard.type("**undone**");
  await box.locator("strong").waitFor();
  await keyboard.press("Control+z");
  await expect.poll(() => box.locator("strong").count()).toBe(0);
  await box.fill("");

  // A block of code keeps its lines.
  await keyboard.type("```def tea");
  await keyboard.press("Shift+Enter");
  await keyboard.type("  pour");
  await keyboard.press("Enter");
  await ada.sees("def tea");
  await ada.settles();
  expect(await bodyOf(script, "def tea")).toBe("<pre>def tea\n  pour</pre>");

  // A list.
  await keyboard.type("- one");
  await keyboard.press("Shift+Enter");
  await keyboard.type("two");
  await keyboard.press("Enter");
  await ada.sees("two");
  await ada.settles();
  expect(await bodyOf(script, "two")).toBe("<ul><li>one</li><li>two</li></ul>");

  // Somebody by name: Space goes on writing, Tab takes, Backspace takes away the whole.
  await keyboard.type("Hey @bo lind");
  const option = page.getByRole("option", { name: "Bo Lindqvist" });
  await option.waitFor();
  expect(await box.getAttribute("aria-activedescendant")).toBe(await option.getAttribute("id"));
  await keyboard.press("Tab");
  await keyboard.type("and :tad");
  await page.getByRole("option", { name: ":tada:" }).waitFor();
  await keyboard.press("Enter");
  await keyboard.press("Enter");
  await ada.sees("Hey");
  await ada.settles();
  expect(await bodyOf(script, "Hey")).toMatch(
    /^Hey <span class="mention" data-user="[a-z0-9]{15}">@Bo Lindqvist<\/span> and 🎉$/,
  );

  // A link, asked for by the keyboard while the tools are closed.
  await keyboard.type("the plan");
  await keyboard.press("Shift+Control+ArrowLeft");
  await keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "URL" }).fill("example.com/plan");
  await keyboard.press("Enter");
  await box.getByRole("link", { name: "plan" }).waitFor();
  await keyboard.press("Control+Enter");
  await ada.sees("the plan");
  await ada.settles();
  expect(await bodyOf(script, "the plan")).toBe(
    'the <a href="https://example.com/plan" rel="nofollow noopener noreferrer" target="_blank">plan</a>',
  );

  // The pickers: an emoji where the caret was, a sound at once.
  await keyboard.type("soup ");
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
  await page.getByRole("button", { name: "grinning face", exact: true }).waitFor();
  await keyboard.type("fire");
  await keyboard.press("Enter");
  await keyboard.type(" tonight");
  await keyboard.press("Enter");
  await ada.sees("soup 🔥 tonight");
  await page.getByRole("button", { name: "Sounds", exact: true }).click();
  await page.getByRole("button", { name: "Play bell", exact: true }).click();
  await ada.settles();
  expect((await script.everything(await script.firstRoom())).at(-1)).toMatchObject({ sound: "bell" });

  // The same message edited and left as it was, and edited in fact.
  const before = await bodyOf(script, "thin");
  await keyboard.press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await editor.waitFor();
  await keyboard.press("Escape");
  await editor.waitFor({ state: "detached" });
  await (await ada.openMenu("Hey")).getByRole("button", { name: "Edit" }).click();
  await editor.locator("figure").waitFor();
  await page.getByRole("button", { name: "Save changes" }).click();
  await editor.waitFor({ state: "detached" });
  expect(await ada.message("Hey").getByText("edited").count()).toBe(0);
  const message = await ada.openMenu("thin");
  await message.getByRole("button", { name: "Edit" }).click();
  await editor.locator("strong").waitFor();
  await keyboard.press("End");
  await keyboard.type("ing");
  await page.getByRole("button", { name: "Save changes" }).click();
  await ada.sees("ending");
  expect(await bodyOf(script, "thin")).toBe(`${before}ing`);
  expect(ada.troubles).toEqual([]);
});

it("keeps a draft through a reload and in another tab, until it is sent", async () => {
  const { browser, server } = stage;
  await Api.firstRun(server.url, ADA);
  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  await richEditor(ada);
  await ada.page.keyboard.type("**half** a thought");
  await ada.page.reload();
  await richEditor(ada);
  await expect.poll(() => ada.composer.innerText()).toContain("half a thought");
  expect(await ada.composer.locator("strong").innerText()).toBe("half");

  const second = await Person.openTab(ada.context, server.url);
  await second.go("/");
  await richEditor(second);
  await expect.poll(() => second.composer.innerText()).toContain("half a thought");
  await ada.composer.press("End");
  await ada.page.keyboard.type(" more");
  await expect.poll(() => second.composer.innerText()).toContain("half a thought more");
  await ada.page.keyboard.press("Enter");
  await ada.sees("half a thought more");
  await expect.poll(async () => (await second.composer.innerText()).trim()).toBe("");
  expect(await second.composer.locator("strong").count()).toBe(0);
});

it("answers with a quote in front of what is written", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const other = await script.invite(BO);
  const room = await script.firstRoom();
  const me = (await script.bootstrap()).me.id;
  await other.send(room, `<span class="mention" data-user="${me}">@Ada Moreno</span> soup at <b>noon</b>?`);
  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  await richEditor(ada);
  await ada.page.keyboard.type("Yes");
  const message = await ada.openMenu("soup at noon");
  await message.getByRole("button", { name: "Reply" }).click();
  await ada.composer.locator("blockquote").waitFor();
  await ada.page.keyboard.type(", gladly");
  await ada.page.keyboard.press("Enter");
  await ada.sees("gladly");
  await ada.settles();
  expect(await bodyOf(script, "gladly")).toBe(
    `<blockquote>@Ada Moreno soup at <strong>noon</strong>?</blockquote><cite>— Bo Lindqvist <a href="${server.url}/rooms/${room}/@1" rel="nofollow noopener noreferrer" target="_blank">#</a></cite><div>Yes, gladly</div>`,
  );
});

it("takes no file while files are off, and cleans what is pasted", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  const { page } = ada;
  await richEditor(ada);
  await page.keyboard.type("stays ");
  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") posts.push(request.url());
  });
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["secret"], "plan.pdf", { type: "application/pdf" }));
    return data;
  });
  await page.locator(".messages").dispatchEvent("drop", { dataTransfer: transfer });
  await page.getByText("Available in v2.0").waitFor();
  await paste(page, { "text/plain": "# Plan\n\n- first\n- second **big**" });
  await ada.composer.locator("li strong").waitFor();
  await page.keyboard.press("Control+z");
  await expect.poll(() => ada.composer.innerText()).toContain("**big**");
  await page.keyboard.press("Control+z");
  await expect.poll(() => ada.composer.innerText()).not.toContain("big");
  await paste(page, {
    "text/plain": "red link",
    "text/html":
      '<p style="color:red"><img src="/hit">red <a href="https://x.example/" onclick="hit()">link</a><script>hit()</script></p>',
  });
  await ada.composer.locator("a").waitFor();
  expect(await ada.composer.innerText()).toContain("stays");
  await page.keyboard.press("Enter");
  await ada.sees("stays red link");
  await ada.settles();
  expect(await bodyOf(script, "red link")).toBe(
    'stays red <a href="https://x.example/" rel="nofollow noopener noreferrer" target="_blank">link</a>',
  );
  expect(posts).toEqual([]);
  expect(ada.troubles).toEqual([]);
});

it("on a phone sends by the button only", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const ada = await Person.arrive(browser, server.url, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await ada.signIn(ADA);
  const box = await richEditor(ada);
  expect(await focused(ada)).not.toBe("TRIX-EDITOR");
  await box.tap();
  expect(await ada.page.getByRole("button", { name: "Rich text" }).isVisible()).toBe(false);
  expect(await ada.page.getByRole("link", { name: "Search", exact: true }).isVisible()).toBe(false);
  await ada.page.keyboard.type("one");
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("two");
  await ada.page.getByRole("button", { name: "Send Message" }).tap();
  await ada.sees("two");
  await ada.settles();
  expect(await bodyOf(script, "two")).toBe("one<br>two");
});

/** A hand is slower than two frames. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20)))),
  );
}

function focused(person: Person): Promise<string | undefined> {
  return person.page.evaluate(() => document.activeElement?.tagName);
}

async function paste(page: Page, data: Record<string, string>): Promise<void> {
  await page.evaluate((kinds) => {
    const clipboardData = new DataTransfer();
    for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, data);
}
