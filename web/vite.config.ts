import { copyFileSync, mkdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** The service puts Leaflet's own files into the map pages it makes: lay them beside the built pages. */
const leafletForThePages = {
  name: "leaflet-for-the-pages",
  apply: "build" as const,
  writeBundle() {
    mkdirSync("dist/vendor", { recursive: true });
    for (const file of ["leaflet.js", "leaflet.css"]) {
      copyFileSync(`node_modules/leaflet/dist/${file}`, `dist/vendor/${file}`);
    }
  },
};

/** Pages are built for browsers of 2020 on; everything they load is served from the same origin. */
export default defineConfig({
  plugins: [leafletForThePages],
  build: {
    target: ["chrome87", "safari14"],
    cssTarget: ["chrome87", "safari14"],
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        live: "live.html",
        planner: "planner.html",
        inspector: "inspector.html",
        signin: "signin.html",
        setup: "setup.html",
        me: "me.html",
        roster: "roster.html",
        console: "console.html",
        announcement: "announcement.html",
      },
    },
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.{ts,tsx}"] },
});
