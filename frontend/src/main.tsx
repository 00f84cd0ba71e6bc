import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { ErrorBoundary } from "./components/error-boundary.tsx";
import { choose, speak, spoken } from "./language/index.ts";
import { undressIfAsked } from "./lib/custom-styles.ts";
import { installation } from "./lib/install.ts";
import { LANGUAGE_NOTE, readNote } from "./lib/local-note.ts";
import { BrokenScreen } from "./screens/broken-screen.tsx";
import "./styles/index.css";

undressIfAsked();
installation.listen(window);

async function begin(root: HTMLElement): Promise<void> {
  await speak(choose(readNote(LANGUAGE_NOTE), navigator.languages)).catch(() => {});
  document.documentElement.lang = spoken();
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary fallback={<BrokenScreen />}>
        <App />
      </ErrorBoundary>
    </StrictMode>,
  );
}

const root = document.getElementById("root");
// upgrade.js has said what there is to say to a browser that is too old.
if (root && !("unsupported" in document.documentElement.dataset)) void begin(root);
