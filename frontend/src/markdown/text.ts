export const text = {
  source: (n: number, title: string, place: string) =>
    `Source ${n}: ${title}${place === "" ? "" : `, ${place}`}`,
  readInDocument: "Click to read it in its document.",
  unmatched: "The words couldn’t be matched exactly.",
};
