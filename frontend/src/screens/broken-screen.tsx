import { Placeholder } from "../components/placeholder.tsx";
import { words } from "../language/index.ts";

/** Our mistake, and the way out. */
export function BrokenScreen() {
  const { broken } = words().session;
  return (
    <main className="signup">
      <Placeholder title={broken.title}>
        <p>{broken.hint}</p>
        <button className="btn btn--pill" type="button" onClick={() => window.location.reload()}>
          {broken.reload}
        </button>
      </Placeholder>
    </main>
  );
}
