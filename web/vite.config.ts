import { defineConfig } from "vitest/config";

/** Pages are built for browsers of 2020 on; everything they load is served from the same origin. */
export default defineConfig({
  build: {
    target: ["chrome87", "safari14"],
    cssTarget: ["chrome87", "safari14"],
    assetsInlineLimit: 0,
    rolldownOptions: { input: { live: "live.html", signin: "signin.html" } },
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.{ts,tsx}"] },
});
