import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

it("whoever forgot their password chooses another by a link from the command line, once", async () => {
  const { browser, server } = stage;
  await Api.firstRun(server.url, ADA);
  const [link = ""] = (await server.command("user", "reset-password", ADA.email)).split("\n");
  expect(link, "it begins with the address of the first run").toContain(`${server.url}/session/reset/`);
  const path = link.slice(server.url.length);

  const ada = await Person.arrive(browser, server.url);
  await ada.go(path);
  await ada.page.getByPlaceholder("New password").fill("by the river");
  await ada.page.getByRole("button", { name: "Save" }).click();
  await ada.page.getByText("Your new password is set").waitFor();
  await ada.page.getByRole("link", { name: "Sign in" }).click();
  await ada.enterPassword(ADA);
  await ada.page.getByRole("alert").waitFor();
  await ada.enterPassword({ ...ADA, password: "by the river" });
  await ada.composer.waitFor();

  const next = await Person.arrive(browser, server.url, { viewport: { width: 390, height: 844 } });
  await next.go(path);
  await next.page.getByPlaceholder("New password").fill("over the hill");
  await next.page.getByRole("button", { name: "Save" }).click();
  await next.page.getByText("This link no longer works").waitFor();
  expect([ada.troubles, next.troubles]).toEqual([[], []]);
});
