// Runs before the first paint, so that a chosen theme never flashes.
(function () {
  "use strict";
  var stored = null;
  try {
    stored = window.localStorage.getItem("theme");
  } catch (error) {
    stored = null; // storage may be closed: then the system's choice stands
  }
  var dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  var theme = stored === "dark" || stored === "light" ? stored : dark ? "dark" : "light";
  document.documentElement.setAttribute("data-bs-theme", theme);
})();
