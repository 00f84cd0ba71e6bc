import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();
const LAYLA = { name: "ليلى حداد", email: "layla@example.com", password: "على ضوء النار" };
const FINGER = 44;

/** What a finger has to hit and could miss. A link inside a sentence is as high as its line, and may be. */
function tooSmall(least: number): string[] {
  const found: string[] = [];
  const seen = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  for (const target of document.querySelectorAll("button, a[href], input, select, summary, [role=option]")) {
    const box = (target.closest("label") ?? target).getBoundingClientRect();
    const outside = box.right <= 0 || box.left >= innerWidth || box.bottom <= 0;
    if (!seen(target) || outside || target.matches(".skip, .message *, p a")) continue;
    if (box.width < least - 0.5 || box.height < least - 0.5)
      found.push(`${target.outerHTML.slice(0, 80)} ${box.width}x${box.height}`);
  }
  return found;
}

it("on a phone everything is as large as a finger, and Arabic runs from the right", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, LAYLA);
  const bo = await script.invite(BO);
  const room = await script.firstRoom();
  await script.call("POST", "/api/collections/rooms/records", {
    kind: "closed",
    name: "المطبخ",
    members: [],
  });
  await bo.send(room, "مرحبا يا ليلى، متى نشعل النار؟");
  await bo.send(room, "Tomorrow at nine.");
  const layla = await Person.arrive(browser, server.url, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: "reduce",
  });
  const { page } = layla;
  const measure = async (where: string) => expect(await page.evaluate(tooSmall, FINGER), where).toEqual([]);

  await layla.signIn(LAYLA);
  await layla.sees("Tomorrow at nine.");
  await measure("room");
  const direction = (selector: string, text: string) =>
    page
      .locator(selector)
      .filter({ hasText: text })
      .first()
      .evaluate((element) => getComputedStyle(element).direction);
  expect(await direction(".message__body [dir], .message__body[dir]", "مرحبا")).toBe("rtl");
  expect(await direction(".message__body [dir], .message__body[dir]", "Tomorrow")).toBe("ltr");

  await page.getByRole("button", { name: "Open menu" }).tap();
  await page.getByRole("link", { name: "المطبخ" }).waitFor();
  await measure("sidebar");
  expect(await direction(".room__name", "المطبخ")).toBe("rtl");
  expect(await direction(".whoami__name", "ليلى")).toBe("rtl");
  await page.keyboard.press("Control+k");
  await page.getByRole("option").first().waitFor();
  await measure("the way to go");
  for (const [path, there] of [
    ["/rooms/closeds/new", "Give Bo Lindqvist access to this room"],
    [`/rooms/${room}/edit`, "Give only some access to this room"],
  ] as const) {
    await layla.go(path);
    await page.getByRole("checkbox", { name: there }).waitFor();
    await measure(path);
  }
  await layla.go("/rooms/directs/new");
  await page.getByRole("combobox").fill("b");
  await page.getByRole("option").tap();
  await page.getByRole("button", { name: "Remove Bo Lindqvist" }).waitFor();
  await measure("new ping");
  await layla.go("/nowhere");
  await page.getByRole("link", { name: "Back to the fire" }).waitFor();
  await measure("not found");
});

it("nothing moves for those who asked for it", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, BO);
  for (const reducedMotion of ["reduce", "no-preference"] as const) {
    const bo = await Person.arrive(browser, server.url, { reducedMotion });
    await bo.signIn(BO);
    await script.send(await script.firstRoom(), `Seen with ${reducedMotion}`);
    await bo.sees(`Seen with ${reducedMotion}`);
    await bo.page.keyboard.press("Control+k");
    await bo.page.getByRole("option").first().waitFor();
    // The fire in the corner burns on for everybody else.
    const moving = await bo.page.evaluate(
      () =>
        document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1)
          .length,
    );
    expect(moving > 0, reducedMotion).toBe(reducedMotion === "no-preference");
  }
});
