import { describe, expect, it } from "vitest";
import { qrModules } from "./qr";

// As python-qrcode 8.2 draws them, with error correction L and mask 0.
const raglan = [
  "#######...#.#.#######",
  "#.....#.....#.#.....#",
  "#.###.#.#.#...#.###.#",
  "#.###.#.....#.#.###.#",
  "#.###.#..#.##.#.###.#",
  "#.....#..###..#.....#",
  "#######.#.#.#.#######",
  "........#.#..........",
  "###.#####.#.###...#..",
  "#...#..##..#.#.#.#.##",
  ".#.##.#.####.###.####",
  ".....#.##..###.##..##",
  "..##.###...#.###....#",
  "........###...##....#",
  "#######.#.#.#...##.##",
  "#.....#.##....###..##",
  "#.###.#.#.#.#.##...##",
  "#.###.#...##.#.##.##.",
  "#.###.#.#..#.####.#.#",
  "#.....#.##.###.....#.",
  "#######.#.##.##.#..##",
];
const fingerprints: [number, number][] = [
  [50, 1913183197],
  [150, 4189130163],
  [230, 1880466567],
  [270, 2520850391],
  [850, 3773277475],
];

const drawn = (text: string): string[] =>
  qrModules(text).map((row) => row.map((isDark) => (isDark ? "#" : ".")).join(""));
const fingerprint = (text: string): number =>
  drawn(text)
    .join("")
    .split("")
    .reduce((hash, module) => Math.imul(hash ^ module.charCodeAt(0), 16_777_619) >>> 0, 2_166_136_261);

describe("a QR code", () => {
  it("is drawn as another encoder draws it", () => {
    expect(drawn("raglan")).toEqual(raglan);
  });

  it.each(fingerprints)("of %i bytes is the same module by module as another encoder's", (length, hash) => {
    expect(fingerprint("a".repeat(length))).toBe(hash);
  });

  it("says no to a text that is too long", () => {
    expect(() => qrModules("a".repeat(859))).toThrow(RangeError);
    expect(qrModules("a".repeat(858))).toHaveLength(97);
  });
});
