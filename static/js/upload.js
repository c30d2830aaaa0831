// How far an upload is. Without this file the form is sent as every other.
(function () {
  "use strict";

  // The plain way: the page itself says what is wrong.
  function sendPlainly(form) {
    HTMLFormElement.prototype.submit.call(form);
  }

  function goTo(url) {
    var there = new URL(url, window.location.href);
    var stays = there.pathname === window.location.pathname;
    if (stays && there.search === window.location.search) window.location.reload();
    else window.location.assign(url);
  }

  function send(event) {
    var form = event.target;
    if (event.defaultPrevented || !form.matches("[data-upload]")) return;
    event.preventDefault();
    var box = form.querySelector("[data-upload-progress]");
    var bar = box.querySelector("progress");
    var words = box.querySelector("[data-upload-words]");
    var request = new XMLHttpRequest();
    box.hidden = false;
    request.upload.addEventListener("progress", function (step) {
      if (!step.lengthComputable) return;
      bar.value = Math.floor((100 * step.loaded) / step.total);
      words.textContent = bar.value + " %";
    });
    request.addEventListener("load", function () {
      // Anything else (signed out, refused, too large) is a page: let the browser show it.
      var isAnswer = /json/.test(request.getResponseHeader("Content-Type"));
      if (request.status !== 200 || !isAnswer) return sendPlainly(form);
      goTo(JSON.parse(request.responseText).url);
    });
    request.addEventListener("error", function () {
      words.textContent = form.dataset.upload;
      delete form.dataset.sent;
    });
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "1");
    request.send(new FormData(form));
  }

  document.addEventListener("submit", send);
})();
