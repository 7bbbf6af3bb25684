// Browsers older than Chromium 87 or Safari 14 cannot run the pages: say so instead of staying white.
// Kept by browsers for ever under its name: count the number up when it changes.
(() => {
  if (typeof Promise !== "undefined" && typeof Promise.any === "function") return;
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("page").textContent =
      "浏览器版本过低，请使用 Chrome 87、Edge 87、Safari 14 或更新的浏览器。" +
      " This browser is too old: please use Chrome 87, Edge 87, Safari 14 or newer.";
  });
})();
