import type { Message } from "../lib/wire.ts";
import { sendKey } from "./message-store.ts";
import type { OutboxItem } from "./outbox-item.ts";

export interface SentRow {
  key: string;
  state: "sent";
  message: Message;
}

export interface UnsentRow {
  key: string;
  state: "pending" | "failed";
  item: OutboxItem;
}

export type Row = SentRow | UnsentRow;

/** Messages and unsent items as rows; the same row object for the same content, so that only news is redrawn. */
export class Rows {
  #last = new Map<string, Row>();

  build(messages: readonly Message[], items: readonly OutboxItem[]): Row[] {
    const rows = [...messages.map(sentRow), ...items.map(unsentRow)].map((row) => {
      const last = this.#last.get(row.key);
      return last && last.state === row.state && content(last) === content(row) ? last : row;
    });
    this.#last = new Map(rows.map((row) => [row.key, row]));
    return rows;
  }
}

function sentRow(message: Message): SentRow {
  const key = sendKey(message.author, message.client_message_id || message.id);
  return { key, state: "sent", message };
}

function unsentRow(item: OutboxItem): UnsentRow {
  const failed = item.state === "rejected" || item.state === "expired";
  return { key: sendKey(item.user, item.client_message_id), state: failed ? "failed" : "pending", item };
}

function content(row: Row): Message | OutboxItem {
  return row.state === "sent" ? row.message : row.item;
}
