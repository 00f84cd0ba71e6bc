// @vitest-environment jsdom
import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ALL_OFF } from "../../lib/flags.ts";
import { memoryShelf } from "../../lib/storage.ts";
import { deletion, message, page, settled, TestClock, user } from "../../models/cast.ts";
import { History } from "../../models/history.ts";
import type { MessageActions } from "../../models/message-actions.ts";
import { Outbox } from "../../models/outbox.ts";
import { MessageList } from "./message-list.tsx";

const users = new Map([user("david", "David"), user("jason", "Jason")].map((one) => [one.id, one]));
const actions = { edit: vi.fn(), delete: vi.fn(), boost: vi.fn(), unboost: vi.fn() };
let history: History;
let outbox: Outbox;
let stored = [message(1), message(2, { author: "david" })];

async function show(props: Partial<Parameters<typeof MessageList>[0]> = {}) {
  render(
    <MessageList
      history={history}
      outbox={outbox}
      users={users}
      me="david"
      target={null}
      flags={ALL_OFF}
      sources={[]}
      unread={null}
      onUnread={vi.fn()}
      onMissing={vi.fn()}
      editing={null}
      onEdit={vi.fn()}
      actions={actions as unknown as MessageActions}
      onSeen={vi.fn()}
      onNewest={vi.fn()}
      opening={<p>The beginning</p>}
      {...props}
    />,
  );
  await act(async () => {
    await history.openNewest();
    await settled();
  });
}

/** Past the calm between two drawings. */
async function drawn(change: () => void): Promise<void> {
  await act(async () => {
    change();
    await new Promise((resolve) => setTimeout(resolve, 60));
  });
}

function row(text: string): HTMLElement {
  const article = screen.getByText(text).closest("article");
  if (!article) throw new Error(`no row for ${text}`);
  return article;
}

beforeEach(() => {
  vi.clearAllMocks();
  stored = [message(1), message(2, { author: "david" })];
  const clock = new TestClock();
  history = new History({
    room: "watercooler",
    me: "david",
    fetch: async () => page(stored),
    head: () => 2,
    clock,
  });
  outbox = new Outbox({
    user: "david",
    shelf: memoryShelf(),
    deliver: () => true,
    clock,
    newID: () => "cid-x",
  });
  outbox.subscribe(() => history.timeline.setPending(outbox.itemsFor("watercooler")));
});

describe("MessageList", () => {
  it("shows the room from its beginning, each row marked for what it is", async () => {
    await show();
    expect(screen.getByText("The beginning")).toBeTruthy();
    expect(row("message 1").dataset).toMatchObject({ messageId: "m1", rseq: "1", state: "sent" });
    expect(row("message 2").className).toContain("message--mine");
  });

  it("shows a send at once as text, then as the server says, in the same node", async () => {
    await show();
    await drawn(() => void outbox.send("watercooler", "<b>hi</b>", "&lt;b&gt;hi&lt;/b&gt;"));
    expect(row("<b>hi</b>").dataset).toMatchObject({ clientMessageId: "cid-x", state: "pending" });
    const body = "<b>hi</b> there";
    await drawn(() =>
      history.timeline.put(message(3, { author: "david", client_message_id: "cid-x", body })),
    );
    expect(screen.getAllByRole("article")).toHaveLength(3);
    expect(row("hi").dataset).toMatchObject({ rseq: "3", state: "sent" });
  });

  it("offers retry and delete for a refused send, with the server's words", async () => {
    await show();
    await drawn(() => {
      outbox.connected();
      outbox.send("watercooler", "hello", "hello");
      const message = "You may not write here.";
      outbox.refuse({
        type: "nack",
        client_message_id: "cid-x",
        code: "forbidden",
        message,
        retryable: false,
      });
    });
    const failed = row("hello");
    expect(failed.dataset.state).toBe("failed");
    expect(within(failed).getByRole("alert").textContent).toContain("You may not write here.");
    await userEvent.click(within(failed).getByRole("button", { name: "Retry" }));
    await drawn(() => {});
    expect(row("hello").dataset.state).toBe("pending");
    await drawn(() =>
      outbox.refuse({
        type: "nack",
        client_message_id: "cid-x",
        code: "invalid",
        message: "",
        retryable: false,
      }),
    );
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    await drawn(() => {});
    expect(screen.queryByText("hello")).toBeNull();
  });

  it("follows edits, deletes and boosts", async () => {
    await show();
    await drawn(() => history.timeline.put(message(1, { version: 2, body: "better", edited: true })));
    expect(screen.getByText("better")).toBeTruthy();
    const boost = {
      id: "b",
      message: "m1",
      room: "watercooler",
      booster: "jason",
      content: "🎉",
      created: "",
      updated: "",
    };
    await drawn(() => history.timeline.boost(boost));
    expect(screen.getByTitle("Jason boosted 🎉")).toBeTruthy();
    await drawn(() => history.timeline.delete(deletion(message(1))));
    expect(screen.queryByText("better")).toBeNull();
  });

  it("lets me edit my own message only", async () => {
    const onEdit = vi.fn();
    await show({ onEdit });
    await userEvent.click(within(row("message 1")).getByLabelText("Message options"));
    expect(within(row("message 1")).getByRole("button", { name: "Copy link" })).toBeTruthy();
    expect(within(row("message 1")).queryByRole("button", { name: "Edit" })).toBeNull();
    await userEvent.click(within(row("message 2")).getByLabelText("Message options"));
    expect(screen.queryAllByRole("button", { name: "Copy link" })).toHaveLength(1);
    await userEvent.click(within(row("message 2")).getByRole("button", { name: "Edit" }));
    expect(onEdit).toHaveBeenCalledWith("m2");
  });

  it("edits in place and closes when it is saved", async () => {
    const onEdit = vi.fn();
    actions.edit.mockResolvedValue(true);
    await show({ editing: "m2", onEdit });
    const box = screen.getByRole("textbox", { name: "Edit message" });
    await userEvent.clear(box);
    await userEvent.type(box, "new words");
    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    expect(actions.edit).toHaveBeenCalledWith(expect.objectContaining({ id: "m2" }), "new words");
    expect(onEdit).toHaveBeenCalledWith(null);
  });

  it("marks where the unread begins", async () => {
    stored = [message(1), message(2), message(3)];
    await show({ unread: { after: 1, count: 2 } });
    const marker = screen.getByText("New messages");
    expect(marker.nextElementSibling?.textContent).toContain("message 2");
  });
});
