import type { DocumentStatus, Stage } from "../api/types";
import { queues } from "../ui/queues";
import type { UploadSummary } from "./uploadSummary";

export const statusWords = {
  queued: "Waiting",
  parsing: "Reading",
  embedding: "Indexing",
  ready: "Ready",
  failed: "Failed",
  quarantined: "Set aside",
  replaced: "Replaced",
} as const satisfies Record<DocumentStatus | "replaced", string>;

/** "2 sheets", "12 slides", "3 pages": what people call the parts of such a file. */
function extent(count: number, mediaType: string): string {
  const isSheets = /spreadsheet|ms-excel/.test(mediaType);
  const one = isSheets ? "sheet" : /presentation|powerpoint/.test(mediaType) ? "slide" : "page";
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

function countedPages(count: number): string {
  return `${count} ${count === 1 ? "page" : "pages"}`;
}

export const text = {
  progressTitle: "On its way",
  progressLoading: "Asking where it is",
  stageTimes: "How long it took",
  stages: {
    waiting: "Waited",
    reading: "Read",
    splitting: "Split",
    embedding: "Embedded",
    publishing: "Published",
  } satisfies Record<Stage["name"], string>,
  stagesToCome: {
    waiting: "Waiting",
    reading: "Reading",
    splitting: "Splitting",
    embedding: "Embedding",
    publishing: "Publishing",
  } satisfies Record<Stage["name"], string>,
  altogether: "Altogether",
  usually: (time: string) => `usually ${time}`,
  soFar: (time: string) => `${time} so far`,
  readyIn: (time: string) => `Ready in about ${time}`,
  readyUnknown: "How long it takes shows once other documents have gone this way.",
  worker: (name: string) => `Worker ${name}`,
  inQueue: (queue: string) => `Queue: ${queues[queue] ?? queue}`,
  aheadOfIt: (documents: number, chunks: number) =>
    documents === 0
      ? "Nothing is indexed before it"
      : `${documents} ${documents === 1 ? "document" : "documents"} with ${chunks} passages before it`,
  attempt: (number: number) => `Attempt ${number}`,
  again: (moment: string) => `Next attempt ${moment}`,
  sources: "Sources",
  fromSource: "Kept in step with",
  behind: "Background work",
  trySplitting: "Try splitting",
  pipeline: "Pipeline",
  title: "Documents",
  lead: "What answers are drawn from. You see the documents that are shared with you.",
  all: "All collections",
  collection: "Collection",
  search: "Find by title",
  status: "State",
  anyStatus: "Any state",
  addFiles: "Add files",
  importSite: "Import a website",
  newCollection: "New collection",
  moreWays: "Other ways",
  dropAnywhere: "Drop files to add them; you choose the collection next",
  dropInto: (place: string) => `Drop files to add them to ${place}`,
  nothingDropped: "There was no file in what you dropped.",
  unreadable: (count: number) =>
    `${count} of what you dropped couldn’t be read and ${count === 1 ? "was" : "were"} left out.`,
  dropCut: (most: number) =>
    `Only the first ${most.toLocaleString("en")} files were taken. Drop the others after them.`,
  addCount: (count: number) => (count === 1 ? "Add the file" : `Add ${count} files`),
  chooseCollection: "Choose a collection",
  fileReadersHint: "Leave it empty to follow the collection.",
  loading: "Loading documents",
  emptyTitle: "No documents yet",
  emptyBody:
    "Add PDF, Word, HTML, Markdown or text files. They can be asked about as soon as they are indexed.",
  emptyReader:
    "Nothing is shared with you yet. Ask an administrator to add documents or to put you into a group.",
  noneTitle: "Nothing fits",
  noneBody: "No document fits these filters.",
  everyone: "Everyone",
  readers: "Readers",
  pages: extent,
  chunks: (count: number) => `${count} ${count === 1 ? "passage" : "passages"}`,
  version: (number: number) => `Version ${number}`,
  retry: "Try again",
  delete: "Delete",
  deleteTitle: (title: string) => `Delete “${title}”?`,
  deleteBody:
    "It disappears from search, from the citations of earlier answers and from storage at once. This can’t be undone.",
  actions: (title: string) => `Actions for ${title}`,
  download: "Download the file",
  back: "All documents",
  passages: "Passages",
  passagesLead: "The text as Raglan read it, in the pieces that answers cite.",
  noPassages: (status: DocumentStatus) =>
    status === "ready"
      ? "There is no text in it."
      : status === "failed" || status === "quarantined"
        ? "It couldn’t be read, so there is no text of it."
        : "Nothing has been extracted yet.",
  versions: "Versions",
  withdrawnPassages: "No answer cites it any more. Its text stands in its history and its file.",
  answeredLast: "answered last",
  history: "History and changes",
  answering: "answers now",
  answersMeanwhile: (version: number) => `Version ${version} answers meanwhile.`,
  newVersion: "Upload a new version",
  newVersionOf: (title: string) => `${title} as a new version`,
  downloadVersion: (version: number) => `Download the file of version ${version}`,
  retryFailed: "It couldn’t be started again",
  furtherDown: "Further down",
  details: "Details",
  yes: "Yes",
  no: "No",
  updated: "Changed",
  saidByFile: {
    sender: "From",
    recipients: "To",
    subject: "Subject",
    author: "Written by",
    date: "Dated",
    url: "Web address",
  },
  externalId: "External id",
  source: "Source address",
  file: "File",
  extent: "Extent",
  uploads: "Uploads",
  uploadInto: (place: string) => `into ${place}`,
  uploadSummary: ({ total, received, failed, open }: UploadSummary) =>
    [
      `${received} of ${total} received`,
      failed > 0 ? `${failed} failed` : "",
      open > 0 ? `${open} to go` : "",
    ]
      .filter((part) => part !== "")
      .join(" · "),
  moreUploads: (count: number) => `and ${count} more`,
  busy: "waiting until the server has time",
  clearUploads: "Clear the list",
  stopUpload: (name: string) => `Stop sending ${name}`,
  retryUpload: (name: string) => `Send ${name} again`,
  uploadStates: {
    waiting: "waiting",
    sending: "sending",
    accepted: "received",
    unchanged: "already here, unchanged",
    failed: "failed",
    stopped: "stopped",
  },
  address: "Address",
  addressHint: "The first page. Links on the same site are followed.",
  prefix: "Only below",
  prefixHint: "A path, for example /docs/. Pages outside it are left alone.",
  startImport: "Import",
  imports: "Imports",
  importing: (count: number) =>
    count === 0 ? "Reading the site" : `Reading the site, ${countedPages(count)} so far`,
  imported: (count: number) => `${countedPages(count)} imported`,
  importStopped: "Stopped",
  pagesRefused: (count: number) => `${count} refused`,
  dismiss: (name: string) => `Dismiss ${name}`,
  into: "Into",
  name: "Name",
  description: "Description",
  shareWith: "Who may read it",
  newCollectionReadersHint: "Documents without readers of their own follow.",
  create: "Create",
  save: "Save",
  edit: "Rename, move, share",
  documentTitle: "Title",
  documentReadersHint: "Holds from the next question on. Leave it empty to follow the collection.",
  editCollection: "Edit collection",
  collectionReadersHint: "Documents without readers of their own follow, from the next question on.",
};
