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

  /** Mail goes out to this box from now on. */
  async mail(box: { port: number }): Promise<void> {
    const smtp = { enabled: true, host: "127.0.0.1", port: box.port, tls: false, username: "", password: "" };
    await this.#api.call("PATCH", "/api/settings", { smtp });
  }
}
