// Small comforts. Every page works without this file.
(function () {
  "use strict";

  function toggleTheme() {
    var root = document.documentElement;
    var theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    root.setAttribute("data-bs-theme", theme);
    try {
      window.localStorage.setItem("theme", theme);
    } catch (error) {
      return; // the choice then lasts for this page only
    }
  }

  function setUpThemeToggles() {
    document.querySelectorAll(".theme-toggle").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", toggleTheme);
    });
  }

  // A button with data-confirm asks once more in a dialogue before its form is sent.
  function askFirst(event) {
    var button = event.submitter;
    var dialog = document.getElementById("confirm-dialog");
    if (!button || !button.dataset.confirm || !dialog || !dialog.showModal) return;
    if (button.dataset.confirmed) {
      delete button.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector("[data-confirm-text]").textContent = button.dataset.confirm;
    dialog.querySelector("[data-confirm-yes]").textContent = button.textContent.trim();
    dialog.returnValue = "";
    dialog.onclose = function () {
      if (dialog.returnValue !== "yes") return button.focus();
      button.dataset.confirmed = "yes";
      event.target.requestSubmit(button);
    };
    dialog.showModal();
  }

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach(function (button) {
      button.removeAttribute("aria-busy");
    });
  }

  // A POST form is sent once; a page that stays (a download) frees it again.
  function sendOnce(event) {
    var form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    window.setTimeout(release, 8000, form);
  }

  function releaseAll() {
    document.querySelectorAll("form[data-sent]").forEach(release);
  }

  function countScores(grid) {
    var inputs = Array.from(grid.querySelectorAll("[data-score]"));
    var filled = inputs.filter(function (input) {
      return input.value.trim() !== "";
    }).length;
    var output = grid.querySelector("[data-score-count]");
    var progress = grid.querySelector("progress");
    if (output) output.textContent = filled + " / " + inputs.length;
    if (progress) progress.value = filled;
  }

  function nextScore(event) {
    if (event.key !== "Enter" || !event.target.matches("[data-score]")) return;
    var inputs = Array.from(event.currentTarget.querySelectorAll("[data-score]"));
    var next = inputs[inputs.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    event.preventDefault();
    if (next) {
      next.focus();
      next.select();
    } else {
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function setUpScoreGrids() {
    document.querySelectorAll("[data-score-grid]").forEach(function (grid) {
      grid.addEventListener("keydown", nextScore);
      grid.addEventListener("input", function () {
        countScores(grid);
      });
      countScores(grid);
    });
  }

  function setUpPickAll() {
    document.querySelectorAll("[data-pick-all]").forEach(function (box) {
      box.hidden = false;
      box.addEventListener("change", function () {
        box
          .closest("table")
          .querySelectorAll("tbody .pick input")
          .forEach(function (other) {
            other.checked = box.checked;
          });
      });
    });
  }

  function setUpPrint() {
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        window.print();
      });
    });
  }

  document.addEventListener("submit", askFirst, true);
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", releaseAll);
  setUpThemeToggles();
  setUpScoreGrids();
  setUpPickAll();
  setUpPrint();
})();
