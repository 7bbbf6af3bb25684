/** A chosen file on its way to the service, and the outline's picture on its way back. */

import type { ReadOutline, SentFile } from "../api/setup";

/** What the service takes is 16 MiB of JSON, in which four letters stand for three bytes. */
export const MOST_BYTES = 11 * 1024 * 1024;

/** Read a file into the form in which it is sent. */
export function sentFile(file: File): Promise<SentFile> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve({ name: file.name, content: address.slice(address.indexOf(",") + 1) });
    };
    reader.onerror = () => reject(reader.error ?? new Error(file.name));
    reader.readAsDataURL(file);
  });
}

export type Picture = { readonly width: number; readonly height: number; readonly path: string };

/** The outline as an SVG path of at most this many dots, north up, true to shape in its middle. */
export function pictureOf({ bounds, picture }: ReadOutline, most: number): Picture {
  const [west, south, east, north] = bounds;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const wide = (east - west) * squeeze;
  const scale = most / Math.max(wide, north - south);
  const dot = ([lon, lat]: readonly [number, number]) =>
    `${((lon - west) * squeeze * scale).toFixed(1)} ${((north - lat) * scale).toFixed(1)}`;
  const rings = picture.flatMap((polygon) => polygon.map((ring) => `M${ring.map(dot).join("L")}Z`));
  return { width: wide * scale, height: (north - south) * scale, path: rings.join("") };
}

/** Two numbers, longitude first, however they are parted; null when they are no place. */
export function pointFrom(text: string): { lon: number; lat: number } | null {
  const [lon, lat, ...more] = text
    .split(/[\s,，、;；]+/)
    .filter(Boolean)
    .map(Number);
  if (lon === undefined || lat === undefined || more.length > 0) return null;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null;
}
