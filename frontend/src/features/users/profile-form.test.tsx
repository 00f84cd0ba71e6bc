// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { MyChange } from "../../lib/api/users.ts";
import { user } from "../../models/cast.ts";
import { ProfileForm } from "./profile-form.tsx";

const ada = { ...user("ada", "Ada"), email: "ada@example.com", bio: "Cook" };
const save = () => userEvent.click(screen.getByRole("button", { name: "Save changes" }));

it("asks for the present password only for what decides how one signs in", async () => {
  const onSave = vi.fn(async (_: MyChange) => {});
  render(<ProfileForm user={ada} onSave={onSave} />);
  await userEvent.type(screen.getByPlaceholderText("Enter your name"), " Moreno");
  expect(screen.queryByLabelText("Current password")).toBeNull();
  await save();
  expect(onSave).toHaveBeenLastCalledWith({ name: "Ada Moreno", bio: "Cook" });

  await userEvent.type(screen.getByLabelText("New password"), "over the fire");
  await userEvent.type(screen.getByLabelText("Current password"), "old words");
  await save();
  expect(onSave.mock.lastCall?.[0]).toMatchObject({
    password: "over the fire",
    current_password: "old words",
  });
  expect(onSave.mock.lastCall?.[0]).not.toHaveProperty("email");
  expect(screen.getByLabelText<HTMLInputElement>("New password").value).toBe("");
});

it("keeps what was typed when it is refused, and says why", async () => {
  const onSave = vi.fn(() => Promise.reject(new Error("Somebody here has this email address.")));
  render(<ProfileForm user={ada} onSave={onSave} />);
  const email = screen.getByLabelText<HTMLInputElement>("Email address");
  await userEvent.clear(email);
  await userEvent.type(email, "bo@example.com");
  await userEvent.type(screen.getByLabelText("Current password"), "old words");
  await save();
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody here has this email");
  expect(email.value).toBe("bo@example.com");
  expect(screen.getByLabelText<HTMLInputElement>("Current password").value).toBe("old words");
});
