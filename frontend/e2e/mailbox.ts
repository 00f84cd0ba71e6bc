import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** A mail server that takes everything and delivers nothing. */
export class Mailbox {
  readonly #server: Server;
  readonly #letters: string[] = [];
  readonly #waiting: (() => void)[] = [];
  #read = 0;

  private constructor() {
    this.#server = createServer((socket) => this.#talk(socket));
  }

  static async begin(): Promise<Mailbox> {
    const box = new Mailbox();
    await new Promise<void>((done) => box.#server.listen(0, "127.0.0.1", done));
    return box;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next letter that nobody has read, as text. */
  async next(): Promise<string> {
    if (this.#letters.length === this.#read) await new Promise<void>((come) => this.#waiting.push(come));
    return this.#letters[this.#read++] ?? "";
  }

  close(): void {
    this.#server.close();
  }

  /** As much of RFC 5321 as PocketBase's client uses. */
  #talk(socket: Socket): void {
    let text = "";
    let data = false;
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.write("220 mailbox\r\n");
    socket.on("data", (part) => {
      text += part;
      for (;;) {
        const end = data ? text.indexOf("\r\n.\r\n") : text.indexOf("\r\n");
        if (end < 0) return;
        const said = text.slice(0, end);
        text = text.slice(end + (data ? 5 : 2));
        if (data) this.#take(said);
        const asked = data ? "" : said.slice(0, 4).toUpperCase();
        data = asked === "DATA";
        socket.write(data ? "354 go on\r\n" : asked === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
        if (asked === "QUIT") socket.end();
      }
    });
  }

  /** Two strokes and a space begin the signature; without the space they end the text. */
  #take(raw: string): void {
    const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--(?!=20)/.exec(raw)?.[1] ?? raw;
    this.#letters.push(
      part
        .replaceAll("=\r\n", "")
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
    this.#waiting.shift()?.();
  }
}
