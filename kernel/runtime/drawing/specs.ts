/** Plain objects that are a drawing for those who know their kind: Vega, Vega-Lite, GeoJSON. */
import type { MimeBundle } from "../protocol.ts";
import { peek } from "./peek.ts";

const SCHEMA = /\/schema\/(vega-lite|vega)\/v(\d+)/;

/** The newest version that JupyterLab 4.6 draws by itself. */
const DRAWN = 5;

/** The types of a GeoJSON object (RFC 7946, section 1.4) with the member that makes it one. */
const GEOJSON: Record<string, string> = {
  FeatureCollection: "features",
  Feature: "geometry",
  GeometryCollection: "geometries",
  Point: "coordinates",
  MultiPoint: "coordinates",
  LineString: "coordinates",
  MultiLineString: "coordinates",
  Polygon: "coordinates",
  MultiPolygon: "coordinates",
};

/** The bundle of an object that is such a specification, or makes one by `toSpec`; undefined for anything else. */
export function specOf(value: Record<string, unknown>): MimeBundle | undefined {
  const { toSpec } = peek(value, "toSpec");
  if (typeof toSpec === "function") {
    const spec: unknown = toSpec.call(value);
    if (typeof spec !== "object" || spec === null) return undefined;
    // vega-lite-api leaves the schema out.
    return vega(spec as Record<string, unknown>) ?? { [mimeOf("vega-lite", DRAWN)]: spec };
  }
  return vega(value) ?? geojson(value);
}

function vega(spec: Record<string, unknown>): MimeBundle | undefined {
  const { $schema } = peek(spec, "$schema");
  const schema = typeof $schema === "string" ? SCHEMA.exec($schema) : null;
  if (schema === null) return undefined;
  const [, kind, version] = schema as unknown as [string, "vega" | "vega-lite", string];
  const bundle: MimeBundle = { [mimeOf(kind, Number(version))]: spec };
  // A newer specification is drawn by the older renderer where there is no other.
  if (Number(version) > DRAWN) bundle[mimeOf(kind, DRAWN)] = spec;
  return bundle;
}

const mimeOf = (kind: string, version: number) =>
  `application/vnd.${kind.replace("-", "")}.v${version}+json`;

function geojson(value: Record<string, unknown>): MimeBundle | undefined {
  const { type } = peek(value, "type");
  const member = typeof type === "string" ? GEOJSON[type] : undefined;
  if (member === undefined || !(member in value)) return undefined;
  const content = peek(value, member)[member];
  const fits = member === "geometry" ? typeof content === "object" : Array.isArray(content);
  return fits ? { "application/geo+json": value } : undefined;
}
