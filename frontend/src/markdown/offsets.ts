/** Turn a position counted in code points, as the server counts, into one of a JavaScript string. */
export function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let counted = 0; counted < codePoints && offset < text.length; counted += 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
