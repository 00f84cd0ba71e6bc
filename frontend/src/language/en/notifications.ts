export const notifications = {
  title: "Notifications aren’t allowed",
  hint: "Campfire wants to tell you about new messages, and this browser does not let it. You can change that:",
  helpTitle: "When no notifications come",
  browserTitle: "In your browser",
  browser: {
    chrome: "Press the icon left of the address, open the site settings and allow notifications.",
    edge: "Press the lock left of the address, open the permissions for this site and allow notifications.",
    firefox: "Press the crossed-out sign left of the address and take the block away, then reload this page.",
    safari:
      "In the menu bar open Safari, Settings, Websites, Notifications, and allow them for this address.",
    mobile: "Tap the icon left of the address, open the permissions and allow notifications.",
    ios: "On an iPhone or iPad only installed web apps may notify. Install Campfire as described below.",
    other: "Look in the settings of your browser for the permissions of this site, and allow notifications.",
  },
  systemTitle: "In your system",
  system: {
    windows: "Open Settings, System, Notifications, and turn them on for your browser and for Campfire.",
    mac: "Open System Settings, Notifications, pick your browser or Campfire, and allow them.",
    ios: "Open Settings, Notifications, Campfire, and allow them.",
    android: "Open Settings, Apps, pick your browser or Campfire, Notifications, and allow them.",
    other: "Look in the settings of your system for notifications, and allow them for your browser.",
  },
  installTitle: "Install Campfire as a web app",
  install: {
    edge: "Press the sign for apps at the end of the address bar, then Install.",
    chrome:
      "Press the sign for installing at the end of the address bar, or look for it in the browser's menu.",
    mobile: "Open the browser's menu and choose to install it, or to add it to the home screen.",
    mac: "In the menu bar open File and choose Add to Dock.",
    ios: "Tap the share button and choose Add to Home Screen, then open Campfire from there.",
  },
};
