/** The number on the app's icon, where Campfire is installed and the system shows one; 0 takes it away. */
export function showAppBadge(count: number): void {
  // The browser says no where there is no icon; nothing depends on it.
  if (count > 0) navigator.setAppBadge?.(count).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}
