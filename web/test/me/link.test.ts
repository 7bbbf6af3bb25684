import { expect, test } from "vitest";
import { isWeChat, linkOf } from "../../src/me/link";

const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 " +
  "Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600";

test("a link holds the page's secret, and the app's behind a dot", () => {
  expect(linkOf("#pa-ge_1.to-ken")).toEqual({ page: "pa-ge_1", token: "to-ken" });
  expect(linkOf("#page")).toEqual({ page: "page", token: "" });
  expect(linkOf("")).toEqual({ page: "", token: "" });
});

test("WeChat is known by its user agent", () => {
  expect(isWeChat(ANDROID)).toBe(true);
  expect(isWeChat(ANDROID.replace(/ MicroMessenger.*/, ""))).toBe(false);
});
