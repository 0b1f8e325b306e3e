/** What a QR code says, as code words: framed, cut into blocks, each block with words that correct errors. */

/** Error correction code words of a block, and blocks, by version (ISO/IEC 18004, table 9, level L). */
const correctionWords = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
const blockCounts = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];

/** The smallest version that holds so many bytes. Raise RangeError where none does. */
export function versionFor(length: number): number {
  for (let version = 1; version <= correctionWords.length; version += 1) {
    if (4 + lengthBits(version) + 8 * length <= 8 * wordsOf(version)) return version;
  }
  throw new RangeError("This text is too long for a QR code.");
}

const lengthBits = (version: number): number => (version < 10 ? 8 : 16);
export const at = (values: readonly number[], index: number): number => values[index] ?? 0;

/** Code words for what is said, without those that correct errors. */
function wordsOf(version: number): number {
  return allWords(version) - at(correctionWords, version - 1) * at(blockCounts, version - 1);
}

function allWords(version: number): number {
  const alignments = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const aligned = alignments === 0 ? 0 : (25 * alignments - 10) * alignments - 55;
  return Math.floor(((16 * version + 128) * version + 64 - aligned - (version >= 7 ? 36 : 0)) / 8);
}

/** The code words in the order in which they are drawn. */
export function codeWords(bytes: readonly number[], version: number): number[] {
  return interleaved(framed(bytes, version), version);
}

/** Mode, length and bytes, filled up to the version's capacity. */
function framed(bytes: readonly number[], version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, width: number) => {
    for (let bit = width - 1; bit >= 0; bit -= 1) bits.push((value >>> bit) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, lengthBits(version));
  for (const byte of bytes) put(byte, 8);
  const capacity = 8 * wordsOf(version);
  put(0, Math.min(4, capacity - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let filler = 0xec; bits.length < capacity; filler ^= 0xec ^ 0x11) put(filler, 8);
  return Array.from({ length: capacity / 8 }, (_, word) =>
    bits.slice(8 * word, 8 * word + 8).reduce((value, bit) => (value << 1) | bit, 0),
  );
}

/** Blocks with their correction, one word of each in turn. */
function interleaved(words: readonly number[], version: number): number[] {
  const count = at(blockCounts, version - 1);
  const correction = at(correctionWords, version - 1);
  const short = Math.floor(words.length / count);
  const firstLong = count - (words.length % count);
  const divisor = reedSolomonDivisor(correction);
  const blocks = Array.from({ length: count }, (_, block) => {
    const start = block * short + Math.max(0, block - firstLong);
    return words.slice(start, start + short + (block >= firstLong ? 1 : 0));
  });
  const checks = blocks.map((block) => remainder(block, divisor));
  const turns = (lists: readonly number[][], length: number) =>
    Array.from({ length }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
  return [...turns(blocks, short + 1), ...turns(checks, correction)];
}

/** Multiply in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1. */
function times(left: number, right: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((right >>> bit) & 1) * left;
  }
  return product;
}

function reedSolomonDivisor(degree: number): number[] {
  let divisor = [...new Array<number>(degree - 1).fill(0), 1];
  for (let power = 0, root = 1; power < degree; power += 1, root = times(root, 2)) {
    divisor = divisor.map((value, index) => times(value, root) ^ at(divisor, index + 1));
  }
  return divisor;
}

function remainder(words: readonly number[], divisor: readonly number[]): number[] {
  let rest = new Array<number>(divisor.length).fill(0);
  for (const word of words) {
    const factor = word ^ at(rest, 0);
    rest = divisor.map((value, index) => at(rest, index + 1) ^ times(value, factor));
  }
  return rest;
}
