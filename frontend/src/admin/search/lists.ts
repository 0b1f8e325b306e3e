import type { SynonymGroup } from "../../api/types";

const one = (group: Partial<SynonymGroup> & { terms: string[] }): SynonymGroup => ({
  one_way: false,
  ...group,
});

/** The terms that somebody wrote, each once. */
export function termsIn(written: string): string[] {
  const terms = written
    .split(/[,;\n]/)
    .map((term) => term.trim())
    .filter((term) => term !== "");
  return [...new Map(terms.map((term) => [term.toLowerCase(), term])).values()];
}

/** The lists of a CSV file: a line each, cells by comma, semicolon or tab, in quotation marks where need be. */
export function listsIn(csv: string): SynonymGroup[] {
  return csv
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => one({ terms: [...new Set(cellsOf(line))] }))
    .filter((group) => group.terms.length > 1);
}

function cellsOf(line: string): string[] {
  const cells = line.matchAll(/"((?:[^"]|"")*)"|([^,;\t]+)/g);
  return [...cells]
    .map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? "").trim())
    .filter((cell) => cell !== "");
}
