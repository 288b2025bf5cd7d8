// Writes src/report/plot/map/countries.bin from the npm package `world-atlas` (countries-50m.json).
// Run by hand when the outlines change, never by CI:
//   npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//   node .ci/map-outlines.mjs package/countries-50m.json src/report/plot/map/countries.bin
// Format (read by src/report/plot/map/outline.rs): four f64, little endian (scale x, y; translate x, y); then varints
// (7 bits a byte, low first): arcs, each a number of points and their zigzag differences; countries, each a name,
// polygons, rings and zigzag arc numbers (a negative number -1 - n is arc n backwards, as in TopoJSON).
import { readFileSync, writeFileSync } from "node:fs";

const [source, target] = process.argv.slice(2);
const atlas = JSON.parse(readFileSync(source, "utf8"));
const bytes = [];

const varint = (value) => {
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  bytes.push(value);
};
const zigzag = (value) => varint(value < 0 ? -2 * value - 1 : 2 * value);
const text = (value) => {
  const encoded = new TextEncoder().encode(value);
  varint(encoded.length);
  bytes.push(...encoded);
};

for (const value of [...atlas.transform.scale, ...atlas.transform.translate]) {
  bytes.push(...new Uint8Array(new Float64Array([value]).buffer));
}

// Antarctica is on no freight map and is a fifth of the points.
const countries = atlas.objects.countries.geometries.filter((c) => c.properties.name !== "Antarctica");
const polygons = (c) => (c.type === "Polygon" ? [c.arcs] : c.arcs);
const used = [...new Set(countries.flatMap(polygons).flat(2).map((a) => (a < 0 ? ~a : a)))].sort((a, b) => a - b);
const number = new Map(used.map((old, now) => [old, now]));

varint(used.length);
for (const old of used) {
  const points = atlas.arcs[old];
  varint(points.length);
  for (const [dx, dy] of points) {
    zigzag(dx);
    zigzag(dy);
  }
}
varint(countries.length);
for (const country of countries) {
  text(country.properties.name);
  varint(polygons(country).length);
  for (const rings of polygons(country)) {
    varint(rings.length);
    for (const ring of rings) {
      varint(ring.length);
      for (const arc of ring) zigzag(arc < 0 ? -1 - number.get(~arc) : number.get(arc));
    }
  }
}
writeFileSync(target, new Uint8Array(bytes));
console.log(`${target}: ${bytes.length} bytes, ${used.length} arcs, ${countries.length} countries`);
