/** Where the phone is now, for a call for help. */

const PLACE_MS = 4000;

/** WGS-84; null when the phone does not say so within a few seconds. */
export function placeNow(): Promise<{ lon: number; lat: number } | null> {
  return new Promise((done) => {
    setTimeout(() => done(null), PLACE_MS);
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => done({ lon: coords.longitude, lat: coords.latitude }),
      () => done(null),
      { enableHighAccuracy: true, maximumAge: 60_000, timeout: PLACE_MS },
    );
    if (!navigator.geolocation) done(null);
  });
}
