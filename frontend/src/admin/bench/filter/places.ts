/** Where each part of a JSON text stands: a filter's faults are shown at their places, which JSON.parse forgets. */

export interface Place {
  from: number;
  to: number;
}

/** A value, with the parts that it holds: each by the step that leads to it, such as ".team" or "[1]". */
export interface Part extends Place {
  kind: "object" | "list" | "scalar";
  entries: readonly Entry[];
}

/** One entry of an object, its key included, or of a list. */
export interface Entry extends Place {
  step: string;
  value: Part;
}

/** Says where a text stops being JSON, and what was expected there. */
export class NotJson extends Error {
  override readonly name = "NotJson";
  readonly place: Place;

  constructor(expected: string, place: Place) {
    super(expected);
    this.place = place;
  }
}

const space = /[ \t\r\n]*/y;
// All signs but the quotation mark, the backslash and control characters; or one that is escaped.
const key = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const scalar = new RegExp(
  `${key.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`,
  "y",
);

/** Read a JSON text; throws NotJson. */
export const readParts = (text: string): Part => new Reader(text).whole();

/** Where a path such as ".or[1].document.type" leads, as far as it does: keys may hold dots themselves. */
export function placeOf(part: Part, path: string): Place {
  const next = part.entries
    .filter(({ step }) => path.startsWith(step) && /^([.[]|$)/.test(path.slice(step.length)))
    .sort((one, other) => other.step.length - one.step.length)[0];
  if (next === undefined) return { from: part.from, to: part.to };
  const rest = path.slice(next.step.length);
  const deeper = placeOf(next.value, rest);
  const isWhole = deeper.from === next.value.from && deeper.to === next.value.to;
  return isWhole ? { from: next.from, to: next.to } : deeper;
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Part {
    const part = this.value();
    this.skip();
    if (this.at < this.text.length) this.fail("nothing more");
    return part;
  }

  private value(): Part {
    this.skip();
    const from = this.at;
    if (this.takes("{")) {
      return { kind: "object", from, entries: this.many("}", () => this.keyed()), to: this.at };
    }
    if (this.takes("[")) {
      return { kind: "list", from, entries: this.many("]", (index) => this.counted(index)), to: this.at };
    }
    if (this.match(scalar) === "") this.fail("text in quotation marks, a number, true, false, {…} or […]");
    return { kind: "scalar", from, entries: [], to: this.at };
  }

  private many(end: string, next: (index: number) => Entry): Entry[] {
    const entries: Entry[] = [];
    this.skip();
    if (this.takes(end)) return entries;
    do {
      entries.push(next(entries.length));
      this.skip();
    } while (this.takes(","));
    if (!this.takes(end)) this.fail(`a comma or ${end}`);
    return entries;
  }

  private keyed(): Entry {
    this.skip();
    const from = this.at;
    const name = this.match(key);
    if (name === "") this.fail("a key in quotation marks");
    this.skip();
    if (!this.takes(":")) this.fail("a colon");
    const value = this.value();
    return { step: `.${JSON.parse(name)}`, from, to: value.to, value };
  }

  private counted(index: number): Entry {
    const value = this.value();
    return { step: `[${index}]`, from: value.from, to: value.to, value };
  }

  private skip() {
    this.match(space);
  }

  private takes(sign: string): boolean {
    const isHere = this.text[this.at] === sign;
    if (isHere) this.at += 1;
    return isHere;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private fail(expected: string): never {
    throw new NotJson(expected, { from: this.at, to: Math.min(this.at + 1, this.text.length) });
  }
}
