/** The shapes the service answers with; places are WGS-84 degrees unless said otherwise. */

export type Text = { readonly zh: string; readonly en: string };
export type Code = { readonly code: string; readonly name: string };
export type Bounds = readonly [west: number, south: number, east: number, north: number];
export type Datum = "wgs84" | "cgcs2000" | "gcj02" | "bd09";

export type Basemap =
  | { readonly kind: "layers" }
  | { readonly kind: "pmtiles"; readonly url: string; readonly datum: Datum; readonly attribution: string }
  | {
      readonly kind: "xyz";
      readonly url: string;
      readonly datum: Datum;
      readonly attribution: string;
      readonly maxzoom: number;
    };

export type Level = Text & { readonly key: string; readonly digits: number };

export type Town = {
  readonly name: string;
  readonly name_en: string;
  readonly made_up: boolean;
  readonly code_prefix: string;
  readonly time_zone: string;
  readonly metric_crs: number;
  readonly levels: readonly Level[];
  readonly bounds: Bounds | null;
  readonly basemap: Basemap;
};

export type Session = {
  readonly account: { readonly name: string; readonly title: string; readonly roles: readonly string[] };
  readonly permissions: readonly string[];
  readonly town: Town;
};

export type Figure = Text & { readonly key: string; readonly value: number };

/** Somebody in charge; the phone is masked. */
export type Contact = { readonly id: number; readonly name: string; readonly phone: string | null };
export type Post = Text & { readonly post: string; readonly person: Contact };

/** What a phone may be read in full for. */
export type Purpose = "case" | "alert" | "drill" | "finding" | "own_request";
export type Unmasked = { readonly name: string; readonly phone: string };

export type Lookup = {
  readonly place: { readonly lon: number; readonly lat: number };
  readonly edition: { readonly number: number; readonly title: string; readonly valid_from: string };
  readonly grid: Code;
  readonly ancestors: readonly (Code & { readonly level: string })[];
  readonly squad: Code | null;
  readonly posts: readonly Post[];
};

export type SearchKind =
  | "coordinates"
  | "grid"
  | "village"
  | "squad"
  | "person"
  | "enterprise"
  | "place"
  | "road";

export type SearchResult = {
  readonly kind: SearchKind;
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly lon: number;
  readonly lat: number;
};

export type SearchAnswer = {
  readonly interpretation: (Text & { readonly lon: number; readonly lat: number }) | null;
  readonly results: readonly SearchResult[];
};

export type Person = {
  readonly id: number;
  readonly name: string;
  readonly phone: string | null;
  readonly squad: Code | null;
  readonly posts: readonly (Text & {
    readonly post: string;
    readonly grid: string;
    readonly grid_name: string;
  })[];
  readonly lon: number | null;
  readonly lat: number | null;
};

export type People = { readonly total: number; readonly people: readonly Person[] };

/** What a phone last said of itself. */
export type PhoneState = {
  readonly battery_pct: number | null;
  readonly charging: boolean | null;
  readonly seen_at: string | null;
  /** When its carrier withdrew his confirmation of the notice, null while one holds. */
  readonly withdrawn_at: string | null;
};

/** A small class of events under its big class (`group`). */
export type Category = { readonly code: string; readonly group: string; readonly zh: string };
export type Catalogue = { readonly categories: readonly Category[]; readonly departments: readonly Code[] };

export type FeatureCollection<P> = {
  readonly type: "FeatureCollection";
  readonly features: readonly GeoFeature<P>[];
  readonly numberMatched: number;
};
export type GeoFeature<P> = {
  readonly type: "Feature";
  readonly id?: string | number;
  readonly geometry: GeoJSON.Geometry;
  readonly properties: P;
};
export type Properties = Readonly<Record<string, string | number | boolean | null>>;
