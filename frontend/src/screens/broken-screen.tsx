import { Placeholder } from "../components/placeholder.tsx";

/** Our mistake, and the way out. */
export function BrokenScreen() {
  return (
    <main className="signup">
      <Placeholder title="Something broke here">
        <p>It is our fault, not yours. What you wrote is kept.</p>
        <button className="btn btn--pill" type="button" onClick={() => window.location.reload()}>
          Reload
        </button>
      </Placeholder>
    </main>
  );
}
