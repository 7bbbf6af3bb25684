import { expect, test } from "vitest";
import { metricCrs, toMetric } from "../../src/map/metric";

/** Figures of PROJ. */
test.each([
  [4549, 120.55, 31.85, 552056.0165, 3525351.4576],
  [4549, 121.4, 32.0, 632296.2148, 3542709.0493],
  [4549, 118.6, 31.1, 366427.5163, 3442904.3889],
  [4528, 120.55, 31.85, 40552056.0165, 3525351.4576],
  [26916, -87.65, 41.9, 446084.2188, 4638877.6826],
])("EPSG:%i of %f, %f", (epsg, lon, lat, eastM, northM) => {
  const crs = metricCrs(epsg);
  expect(crs).not.toBeNull();
  if (crs === null) return;
  const metres = toMetric([lon, lat], crs);
  expect(metres.eastM).toBeCloseTo(eastM, 3);
  expect(metres.northM).toBeCloseTo(northM, 3);
});

test("a CRS that is neither a CGCS2000 zone nor UTM has no figures", () => {
  expect(metricCrs(3857)).toBeNull();
  expect(metricCrs(26900)).toBeNull();
});
