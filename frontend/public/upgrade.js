// Runs in browsers that cannot run Campfire, and says so there instead of leaving the page empty: written in the
// JavaScript of 2009, in a file because the policy of our pages allows no script inside the page. What is asked for is
// what the interface cannot do without.
(function () {
  "use strict";
  var TEXTS = {
    en: {
      title: "Upgrade to a supported web browser",
      hint: "Campfire needs a browser of the last few years: Chrome or Edge 111, Firefox 125, Safari 16, or newer."
    },
    de: {
      title: "Bitte einen neueren Browser verwenden",
      hint: "Campfire braucht einen Browser der letzten Jahre: Chrome oder Edge 111, Firefox 125, Safari 16 oder neuer."
    }
  };

  function works() {
    return (
      "noModule" in document.createElement("script") &&
      "showModal" in document.createElement("dialog") &&
      !!window.WebSocket &&
      !!window.fetch &&
      !!window.Intl &&
      !!Intl.Segmenter &&
      !!Array.prototype.findLast &&
      !!window.CSS &&
      !!CSS.supports &&
      CSS.supports("color", "oklch(50% 0.1 20)") &&
      CSS.supports("selector(:has(a))")
    );
  }

  function say() {
    var german = /^de\b/i.test(navigator.language || "");
    var text = german ? TEXTS.de : TEXTS.en;
    var page = document.createElement("main");
    var title = document.createElement("h1");
    var hint = document.createElement("p");
    title.appendChild(document.createTextNode(text.title));
    hint.appendChild(document.createTextNode(text.hint));
    page.appendChild(title);
    page.appendChild(hint);
    page.className = "upgrade-browser";
    page.style.cssText = "max-width:32em;margin:20vh auto 0;padding:0 1.5em;font-family:sans-serif;line-height:1.5;text-align:center";
    document.title = text.title;
    document.documentElement.lang = german ? "de" : "en";
    document.body.innerHTML = "";
    document.body.appendChild(page);
  }

  if (works()) return;
  // For main.tsx, which may run before the page is complete.
  document.documentElement.setAttribute("data-unsupported", "");
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", say);
  else say();
})();
