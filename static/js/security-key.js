/* Starts the browser's security-key dialogue on the button that carries data-webauthn. */
(function () {
  "use strict";

  function start(button) {
    var kind = button.dataset.webauthn;
    var ids = { credential: button.dataset.credential, data: "webauthn-data" };
    ids[kind] = button.id;
    window.allauth.webauthn.forms[kind + "Form"]({ ids: ids });
  }

  function showError(event) {
    event.preventDefault();
    document.querySelectorAll("[data-webauthn-error]").forEach(function (box) {
      box.hidden = false;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-webauthn]").forEach(start);
  });
  document.addEventListener("allauth.error", showError);
})();
