export const common = {
  close: "Close",
  copied: "Copied",
  failed: "That didn't work. Try again.",
  filter: "Filter…",
  goBack: "Go Back",
  loading: "Loading",
  saveChanges: "Save changes",
  saved: "Saved",
  skip: "Skip to main content",
  tryAgain: "Try again",
  unreachable: "Campfire can't be reached. Check your connection and try again.",
};
