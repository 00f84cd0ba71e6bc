import { Api, type Registration } from "./api.ts";

/** What an administrator switches on in PocketBase's dashboard, with the password of the first run. */
export class Dashboard {
  readonly #api: Api;

  private constructor(api: Api) {
    this.#api = api;
  }

  static async open(url: string, { email, password }: Registration): Promise<Dashboard> {
    const path = "/api/collections/_superusers/auth-with-password";
    const body = { identity: email, password };
    const { token } = await new Api(url).call<{ token: string }>("POST", path, body);
    return new Dashboard(new Api(url, token));
  }

  /** Options of the collection `users`. */
  async options(change: object): Promise<void> {
    await this.#api.call("PATCH", "/api/collections/users", change);
  }

  async providers(...providers: object[]): Promise<void> {
    await this.options({ oauth2: { enabled: providers.length > 0, providers } });
  }

  /** A mail to somebody that waits for its time waits no longer. True once there was one. */
  async hurryMail(user: string): Promise<boolean> {
    const path = "/api/collections/mailings/records";
    const filter = encodeURIComponent(`user = "${user}" && pending > 0`);
    const { items } = await this.#api.call<{ items: { id: string }[] }>("GET", `${path}?filter=${filter}`);
    const long = "2001-01-01 00:00:00.000Z";
    for (const { id } of items) await this.#api.call("PATCH", `${path}/${id}`, { noted: long, sent: "" });
    return items.length > 0;
  }

  /** How many events the part that decides on mail has not looked at. */
  async mailBehind(): Promise<number> {
    return (await this.#api.call<{ mail: { behind: number } }>("GET", "/health")).mail.behind;
  }

  /** Mail goes out to this box from now on. */
  async mail(box: { port: number }): Promise<void> {
    const smtp = { enabled: true, host: "127.0.0.1", port: box.port, tls: false, username: "", password: "" };
    await this.#api.call("PATCH", "/api/settings", { smtp });
  }
}
