import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A push service of the test's own, which can read what it is given: it holds the browser's keys (RFC 8291). */
export class PushService {
  readonly #server: Server;
  readonly #keys: ECDH = createECDH("prime256v1");
  readonly #auth = randomBytes(16);
  readonly pushed: string[] = [];

  private constructor() {
    this.#keys.generateKeys();
    this.#server = createServer((request, answer) => {
      void read(request).then((body) => {
        this.pushed.push(this.#decrypt(body));
        answer.writeHead(201).end();
      });
    });
  }

  static async begin(): Promise<PushService> {
    const service = new PushService();
    await new Promise<void>((done) => service.#server.listen(0, "127.0.0.1", done));
    return service;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What PushSubscription.toJSON gives. */
  get subscription(): object {
    const keys = { p256dh: this.#keys.getPublicKey("base64url"), auth: this.#auth.toString("base64url") };
    return { endpoint: `http://${this.host}/push`, keys };
  }

  close(): void {
    this.#server.close();
  }

  #decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const end = 21 + (body[20] ?? 0);
    const sender = body.subarray(21, end);
    const shared = this.#keys.computeSecret(sender);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.#keys.getPublicKey(), sender]);
    const secret = Buffer.from(hkdfSync("sha256", shared, this.#auth, info, 32));
    const derive = (what: string, length: number) =>
      Buffer.from(hkdfSync("sha256", secret, salt, `Content-Encoding: ${what}\0`, length));
    const open = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
    open.setAuthTag(body.subarray(-16));
    const plain = Buffer.concat([open.update(body.subarray(end, -16)), open.final()]);
    return plain.subarray(0, plain.lastIndexOf(2)).toString("utf8");
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
