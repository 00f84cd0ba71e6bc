import { useEffect, useState } from "react";
import { PageFrame } from "../components/page-frame.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { Spinner } from "../components/spinner.tsx";
import { words } from "../language/index.ts";

const PATIENCE_MS = 2_500;

/** While the code of a page is on its way; after a while, with the way back and out of an old version. */
export function PageComing() {
  const [late, setLate] = useState(false);
  const { common } = words();

  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);

  if (!late) {
    return (
      <main className="main" id="main" aria-busy="true">
        <Spinner label={common.loading} />
      </main>
    );
  }
  return (
    <PageFrame title={common.loading} headed>
      <Placeholder title={common.loading}>
        <p role="alert">{common.notYet}</p>
        <button className="btn btn--pill" type="button" onClick={() => window.location.reload()}>
          {common.reload}
        </button>
      </Placeholder>
    </PageFrame>
  );
}
