/** The words about a build that is being thought about. */
import type { Embedder, Estimate } from "../../api/indexing";
import { formatDuration } from "../../ui/time";

const languageNames = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

type Needs = Estimate["needs"];

export const buildText = {
  build: "Build a new version",
  collections: "For",
  collectionsHint: "Without a choice, for every collection that has no version of its own.",
  all: "The whole company",
  embedder: "Embedding model",
  aboutModel: ({ max_tokens, licence, languages }: Embedder) =>
    `Reads up to ${max_tokens} tokens. ${languages.map((code) => languageNames.of(code) ?? code).join(", ")}. ${licence}.`,
  dimensions: "Dimensions",
  dimensionsHint: "Fewer take less room and find a little less.",
  precision: "Precision",
  precisions: {
    halfvec: "Half: two bytes a number, as good as full",
    vector: "Full: four bytes a number",
    binary: "Binary: one bit a number, put in order by half",
  },
  max_tokens: "Tokens of a passage, at most",
  overlap_tokens: "Tokens repeated",
  hints: {
    max_tokens: "Shorter passages are found more exactly, longer ones say more.",
    overlap_tokens: "How much of a passage the next one repeats, in whole sentences.",
  },
  estimate: "What it takes",
  estimating: "Working out what it takes",
  needs: {
    reparse: "Every file is read again, cut and embedded.",
    resplit: "The stored texts are cut and embedded again. No file is read.",
    reembed: "The stored passages are embedded again. Nothing is read or cut.",
    derive: "The vectors are computed from those there are. No model runs.",
    nothing: "Nothing has to be done anew.",
  } satisfies Record<Needs, string>,
  documents: "Documents",
  chunks: "Passages",
  tokens: "Tokens to embed",
  through: {
    reparse: "Files to read",
    resplit: "Text to cut",
    reembed: "Text to embed",
    derive: "Vectors to convert",
    nothing: "To go through",
  } satisfies Record<Needs, string>,
  disk: "On disk",
  time: "Time",
  takes: (minutes: number) => (minutes < 1 / 60 ? "A moment" : formatDuration(minutes * 60)),
  measured: "The time follows from how fast your last builds were.",
  assumed: "The time is a guess until your first build has been measured.",
};
