import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { ErrorBoundary } from "./components/error-boundary.tsx";
import { BrokenScreen } from "./screens/broken-screen.tsx";
import "./styles/index.css";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary fallback={<BrokenScreen />}>
        <App />
      </ErrorBoundary>
    </StrictMode>,
  );
}
