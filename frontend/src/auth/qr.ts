import { at, codeWords, versionFor } from "./qrWords";

/** Level L and mask 0, with their own error correction (annex C). Readers accept any mask, so none is weighed. */
const formatBits = 0x77c4;

type Grid = (boolean | undefined)[][];

/**
 * Draw a QR code (ISO/IEC 18004): bytes, error correction L, versions 1 to 20, which hold 858 bytes. The modules
 * row by row; true is dark. An authenticator's secret must not leave the page, so no service draws it.
 * Raise RangeError for a text that is too long.
 */
export function qrModules(text: string): boolean[][] {
  const bytes = [...new TextEncoder().encode(text)];
  const version = versionFor(bytes.length);
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => new Array<boolean | undefined>(size).fill(undefined));
  drawPatterns(grid, version);
  drawWords(grid, codeWords(bytes, version));
  return grid.map((row) => row.map((dark) => dark === true));
}

function drawPatterns(grid: Grid, version: number): void {
  const size = grid.length;
  for (const [x, y] of alignmentPlaces(version, size)) square(grid, x, y, 2, (ring) => ring !== 1);
  for (let step = 0; step < size; step += 1) {
    set(grid, 6, step, step % 2 === 0);
    set(grid, step, 6, step % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    square(grid, x, y, 4, (ring) => ring !== 2 && ring !== 4);
  }
  drawFormat(grid);
  if (version >= 7) drawVersion(grid, version);
}

function alignmentPlaces(version: number, size: number): [number, number][] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = 2 * Math.ceil((4 * version + 4) / (2 * count - 2));
  const places = [
    6,
    ...Array.from({ length: count - 1 }, (_, index) => size - 7 - step * (count - 2 - index)),
  ];
  const last = size - 7;
  return places
    .flatMap((x) => places.map((y): [number, number] => [x, y]))
    .filter(([x, y]) => !(x === 6 && y === 6) && !(x === 6 && y === last) && !(x === last && y === 6));
}

function square(grid: Grid, x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
  for (let down = -reach; down <= reach; down += 1) {
    for (let right = -reach; right <= reach; right += 1) {
      set(grid, x + right, y + down, isDark(Math.max(Math.abs(down), Math.abs(right))));
    }
  }
}

function set(grid: Grid, x: number, y: number, isDark: boolean): void {
  const row = grid[y];
  if (row !== undefined && x >= 0 && x < row.length) row[x] = isDark;
}

function drawFormat(grid: Grid): void {
  const last = grid.length - 1;
  // Around the first corner, past the timing lines; then once more below and beside the other two.
  const corner = [0, 1, 2, 3, 4, 5, 7, 8];
  const nearby = [...corner.map((y) => [8, y]), [7, 8], ...[5, 4, 3, 2, 1, 0].map((x) => [x, 8])];
  for (let bit = 0; bit < 15; bit += 1) {
    const isDark = ((formatBits >>> bit) & 1) === 1;
    const [x = 0, y = 0] = nearby[bit] ?? [];
    set(grid, x, y, isDark);
    if (bit < 8) set(grid, last - bit, 8, isDark);
    else set(grid, 8, last - 14 + bit, isDark);
  }
  set(grid, 8, last - 7, true);
}

function drawVersion(grid: Grid, version: number): void {
  let rest = version;
  for (let step = 0; step < 12; step += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let bit = 0; bit < 18; bit += 1) {
    const isDark = ((bits >>> bit) & 1) === 1;
    const [near, far] = [Math.floor(bit / 3), grid.length - 11 + (bit % 3)];
    set(grid, far, near, isDark);
    set(grid, near, far, isDark);
  }
}

/** Places from the right in columns of two, up and down by turns, past the timing line. */
function* path(size: number): Generator<[number, number]> {
  const columns = [...Array(Math.floor(size / 2)).keys()].map((turn) => size - 1 - 2 * turn);
  for (const [turn, column] of columns.entries()) {
    const right = column <= 6 ? column - 1 : column;
    for (let step = 0; step < size; step += 1) {
      const y = turn % 2 === 0 ? size - 1 - step : step;
      yield [right, y];
      yield [right - 1, y];
    }
  }
}

/** Fill what is free; mask 0 turns every other module. */
function drawWords(grid: Grid, words: readonly number[]): void {
  const free = [...path(grid.length)].filter(([x, y]) => grid[y]?.[x] === undefined);
  for (const [bit, [x, y]] of free.entries()) {
    const isSet = ((at(words, bit >>> 3) >>> (7 - (bit & 7))) & 1) === 1;
    set(grid, x, y, isSet !== ((x + y) % 2 === 0));
  }
}
