// Runs before the first paint, so that nobody who chose the dark sees a white flash. The policy of our pages allows no
// script inside the page, hence a file. src/lib/theme.ts sends the event when somebody chooses anew.
(() => {
  const COLORS = { light: "#ffffff", dark: "#0f0b09" };
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = "";

  function read() {
    try {
      chosen = localStorage.getItem("theme") ?? "";
    } catch {
      // A browser that keeps nothing follows the system.
    }
  }

  function show() {
    const theme = chosen in COLORS ? chosen : system.matches ? "dark" : "light";
    document.documentElement.dataset.theme = theme;
    document.querySelector("meta[name=theme-color]").content = COLORS[theme];
  }

  read();
  show();
  system.addEventListener("change", show);
  addEventListener("storage", () => {
    read();
    show();
  });
  addEventListener("theme", (event) => {
    chosen = event.detail;
    show();
  });
})();
