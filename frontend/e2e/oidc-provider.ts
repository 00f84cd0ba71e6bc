import { createHash, createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const CLIENT = { id: "campfire", secret: "only the two of us know" };

interface Grant {
  challenge: string;
  nonce: string;
  redirect: string;
}

/** A small OpenID Connect provider. Whoever comes is signed in there already and agrees, unless they turn back. */
export class OIDCProvider {
  readonly #server: Server;
  readonly #key: KeyObject;
  readonly #jwk: object;
  readonly #grants = new Map<string, Grant>();
  /** Who is signed in there. */
  person: { sub: string; email: string; name: string; email_verified?: boolean } = {
    sub: "1",
    email: "ria@example.com",
    name: "Ria",
  };
  turnsBack = false;
  /** Sends people back with another state than they came with. */
  forgets = false;

  private constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#key = privateKey;
    this.#jwk = { ...publicKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "one" };
    this.#server = createServer((request, answer) => void this.#serve(request, answer));
  }

  static async begin(): Promise<OIDCProvider> {
    const provider = new OIDCProvider();
    await new Promise<void>((done) => provider.#server.listen(0, "127.0.0.1", done));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What an administrator types in the dashboard. */
  get config(): object {
    return {
      name: "oidc",
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      displayName: "Company",
      authURL: `${this.url}/authorize`,
      tokenURL: `${this.url}/token`,
      userInfoURL: "",
      pkce: true,
      extra: { jwksURL: `${this.url}/jwks`, issuers: [this.url] },
    };
  }

  close(): void {
    this.#server.close();
  }

  async #serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
    if (pathname === "/authorize") return this.#authorize(searchParams, answer);
    const found =
      pathname === "/jwks"
        ? { keys: [this.#jwk] }
        : pathname === "/token"
          ? this.#token(request, await read(request))
          : null;
    answer.writeHead(found ? 200 : 400, { "Content-Type": "application/json" });
    answer.end(JSON.stringify(found ?? { error: "invalid_grant" }));
  }

  #authorize(query: URLSearchParams, answer: ServerResponse): void {
    const redirect = query.get("redirect_uri") ?? "";
    const state = this.forgets ? "made up" : (query.get("state") ?? "");
    const code = randomUUID();
    const { turnsBack } = this;
    if (!turnsBack) {
      const [challenge, nonce] = [query.get("code_challenge") ?? "", query.get("nonce") ?? ""];
      this.#grants.set(code, { challenge, nonce, redirect });
    }
    const back = new URLSearchParams({ state, ...(turnsBack ? { error: "access_denied" } : { code }) });
    answer.writeHead(302, { Location: `${redirect}?${back}` }).end();
  }

  #token(request: IncomingMessage, body: URLSearchParams): object | null {
    const grant = this.#grants.get(body.get("code") ?? "");
    this.#grants.delete(body.get("code") ?? "");
    const [id, secret] = credentials(request, body);
    const proof = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    const right = id === CLIENT.id && secret === CLIENT.secret && proof === grant?.challenge;
    if (!right || grant.redirect !== body.get("redirect_uri")) return null;
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.url,
      aud: CLIENT.id,
      iat: now,
      exp: now + 60,
      nonce: grant.nonce,
      email_verified: true,
      ...this.person,
    };
    return { access_token: randomUUID(), token_type: "Bearer", id_token: this.#sign(claims) };
  }

  #sign(claims: object): string {
    const text = [{ alg: "RS256", typ: "JWT", kid: "one" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${text}.${createSign("sha256").update(text).sign(this.#key, "base64url")}`;
  }
}

function credentials(request: IncomingMessage, body: URLSearchParams): string[] {
  const basic = request.headers.authorization?.replace(/^Basic /, "");
  if (!basic) return [body.get("client_id") ?? "", body.get("client_secret") ?? ""];
  return Buffer.from(basic, "base64")
    .toString()
    .split(":")
    .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
}

async function read(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text);
}
