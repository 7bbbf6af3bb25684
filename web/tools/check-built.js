// Holds the built pages to what they promise: old browsers, no outside address, no inline script, a small first load.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "acorn";
import { full } from "acorn-walk";

const DIST = "dist";
const MOST_SCRIPT_BYTES = 350 * 1024;

/** Newer than Chromium 87 or Safari 14, by name of the method or static called. */
const TOO_NEW_METHODS = new Set([
  "at",
  "findLast",
  "findLastIndex",
  "toSorted",
  "toReversed",
  "toSpliced",
  "with",
  "hasOwn",
  "groupBy",
  "withResolvers",
  "randomUUID",
  "replaceChildren",
  "showModal",
]);
const TOO_NEW_GLOBALS = new Set([
  "structuredClone",
  "WeakRef",
  "FinalizationRegistry",
  "requestIdleCallback",
]);
const TOO_NEW_NODES = new Set(["StaticBlock", "PrivateIdentifier"]);
const TOO_NEW_CSS =
  /:has\(|:is\(|:where\(|aspect-ratio:|\d[sld]v[hw]\b|color-mix\(|@container|@layer|[{;]inset:|accent-color:/;

const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const faults = files.flatMap((file) => {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".js")) return faultsOfScript(file, text);
  if (file.endsWith(".css")) return faultsOfStyle(file, text);
  return file.endsWith(".html") ? faultsOfPage(file, text) : [];
});
if (faults.length > 0) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}

function faultsOfScript(file, text) {
  const tooNew = new Set();
  full(parse(text, { ecmaVersion: 2022, sourceType: "module" }), (node) => {
    if (TOO_NEW_NODES.has(node.type)) tooNew.add(node.type);
    if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
      if (TOO_NEW_METHODS.has(node.callee.property.name)) tooNew.add(`.${node.callee.property.name}()`);
    }
    if (node.type === "NewExpression" || node.type === "CallExpression") {
      if (TOO_NEW_GLOBALS.has(node.callee.name)) tooNew.add(node.callee.name);
    }
  });
  return [...tooNew].map((what) => `${file}: ${what} is newer than the browsers promised`);
}

function faultsOfStyle(file, text) {
  const faults = [];
  const tooNew = TOO_NEW_CSS.exec(text);
  if (tooNew) faults.push(`${file}: ${tooNew[0]} is newer than the browsers promised`);
  for (const [block] of text.matchAll(/\{[^{}]*\}/g)) {
    if (/display:flex/.test(block) && /[{;](row-|column-)?gap:/.test(block))
      faults.push(`${file}: gap in a flex box`);
  }
  if (/url\(["']?(https?:)?\/\//.test(text)) faults.push(`${file}: an address outside`);
  return faults;
}

function faultsOfPage(file, text) {
  const faults = [];
  if (/(src|href)="(https?:)?\/\//.test(text)) faults.push(`${file}: an address outside`);
  if (/<script(?![^>]*\bsrc=)[^>]*>/.test(text)) faults.push(`${file}: an inline script`);
  const scripts = [...text.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => join(DIST, path));
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(readFileSync(script)).length, 0);
  process.stdout.write(`${file}: ${(bytes / 1024).toFixed(0)} KiB of script, compressed\n`);
  if (bytes > MOST_SCRIPT_BYTES) faults.push(`${file}: more than ${MOST_SCRIPT_BYTES / 1024} KiB of script`);
  return faults;
}
