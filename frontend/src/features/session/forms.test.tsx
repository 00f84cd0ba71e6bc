// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ServerError } from "../../lib/server-error.ts";
import { RegistrationForm } from "./registration-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

describe("SignInForm", () => {
  it("hands over what was typed", async () => {
    const onSignIn = vi.fn(async () => {});
    render(<SignInForm legend="Campfire" onSignIn={onSignIn} />);
    await userEvent.type(screen.getByPlaceholderText("Enter your email address"), "ada@example.com");
    await userEvent.type(screen.getByLabelText("Password"), "secret-word");
    await userEvent.click(screen.getByRole("button", { name: "Go" }));
    expect(onSignIn).toHaveBeenCalledWith("ada@example.com", "secret-word");
  });

  it("says what the server said, keeps the address, and can be tried again", async () => {
    const onSignIn = vi.fn(() => Promise.reject(new ServerError(400, "invalid", "Not right.")));
    render(<SignInForm legend="Campfire" onSignIn={onSignIn} />);
    await userEvent.type(screen.getByLabelText("Email address"), "ada@example.com");
    await userEvent.type(screen.getByLabelText("Password"), "wrong{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("Not right.");
    expect(screen.getByLabelText<HTMLInputElement>("Email address").value).toBe("ada@example.com");
    await userEvent.click(screen.getByRole("button", { name: "Go" }));
    expect(onSignIn).toHaveBeenCalledTimes(2);
  });
});

describe("a door that stays shut", () => {
  it.each([
    [new ServerError(401, "unauthorized", "No."), "wrong, or this account was closed"],
    [new ServerError(429, "rate_limited", "No.", { retryAfter: 45 }), "Try again in 45 seconds."],
    [new ServerError(429, "rate_limited", "No.", { retryAfter: 170 }), "Try again in 3 minutes."],
    [new ServerError(429, "blocked", "No."), "somebody at it was banned"],
    [new ServerError(0, "unreachable", "Nobody there."), "Nobody there."],
  ])("says %s as: %s", async (error, sentence) => {
    render(<SignInForm legend="Campfire" email="ada@example.com" onSignIn={() => Promise.reject(error)} />);
    await userEvent.type(screen.getByLabelText("Password"), "wrong{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain(sentence);
    expect(document.querySelector("form")?.dataset.shaken).toBe("true");
  });

  it("shows the password to whoever wants to see what they typed, and hides it again", async () => {
    render(<SignInForm legend="Campfire" onSignIn={async () => {}} />);
    const password = screen.getByLabelText<HTMLInputElement>("Password");
    await userEvent.type(password, "secret");
    expect(password.type).toBe("password");
    await userEvent.click(screen.getByRole("button", { name: "Show password" }));
    expect([password.type, password.value]).toEqual(["text", "secret"]);
    await userEvent.click(screen.getByRole("button", { name: "Hide password" }));
    expect(password.type).toBe("password");
  });
});

describe("RegistrationForm", () => {
  it("hands over name, address and password", async () => {
    const onRegister = vi.fn(async () => {});
    render(<RegistrationForm legend="Set up Campfire" onRegister={onRegister} />);
    await userEvent.type(screen.getByPlaceholderText("Name"), " Ada Moreno ");
    await userEvent.type(screen.getByPlaceholderText("Email address"), "ada@example.com");
    await userEvent.type(screen.getByPlaceholderText("Password"), "secret-word");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    const registration = { name: "Ada Moreno", email: "ada@example.com", password: "secret-word" };
    expect(onRegister).toHaveBeenCalledWith(registration);
    expect(screen.getByText("AM")).toBeTruthy();
  });
});
