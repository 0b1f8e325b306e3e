import { describe, expect, it } from "vitest";
import { droppedFiles, mostFiles } from "./dropped";

const file = (name: string) => ({
  name,
  isFile: true,
  isDirectory: false,
  file: (give: (one: File) => void) => give(new File([""], name)),
});

const unreadable = (name: string) => ({
  ...file(name),
  file: (_: unknown, fail: (error: Error) => void) => fail(new Error("NotReadableError")),
});

/** A folder as Chromium reads it: at most two entries at once here, then nothing. */
const folder = (name: string, inside: object[]) => ({
  name,
  isFile: false,
  isDirectory: true,
  createReader: () => {
    const rest = [...inside];
    return { readEntries: (give: (part: object[]) => void) => give(rest.splice(0, 2)) };
  },
});

const drop = (entries: object[], files: File[] = []) =>
  droppedFiles({
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files,
  } as unknown as DataTransfer);

describe("a drop", () => {
  it("of files is those files", async () => {
    const dropped = [new File(["x"], "a.pdf")];
    expect((await drop([file("a.pdf")], dropped)).files).toEqual(dropped);
    expect((await drop([null as unknown as object], dropped)).files).toEqual(dropped);
  });

  it("of a folder is every file in it, however deep, without the litter", async () => {
    const inner = folder("2025", [file("c.md"), file(".DS_Store")]);
    const dropped = await drop([folder("Policies", [file("a.pdf"), file("b.pdf"), inner]), file("d.txt")]);
    expect(dropped).toMatchObject({ unreadable: 0, isCut: false });
    expect(dropped.files.map(({ name }) => name)).toEqual(["a.pdf", "b.pdf", "c.md", "d.txt"]);
  });

  it("takes what can be read, and counts what can't", async () => {
    const dropped = await drop([folder("Policies", [unreadable("a.pdf"), file("b.pdf")])]);
    expect(dropped.files.map(({ name }) => name)).toEqual(["b.pdf"]);
    expect(dropped.unreadable).toBe(1);
  });

  it("tells that there was more than is taken at once", async () => {
    const many = Array.from({ length: mostFiles }, (_, index) => file(`${index}.md`));
    expect((await drop([folder("All", many)])).isCut).toBe(false);
    const dropped = await drop([folder("All", [...many, file("last.md"), file("more.md")])]);
    expect(dropped.files).toHaveLength(mostFiles);
    expect(dropped.isCut).toBe(true);
  });
});
