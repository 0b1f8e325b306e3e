import type { ReactNode } from "react";
import { fileUrl } from "../api/documents";
import type { RaglanDocument } from "../api/types";
import { SafeLink } from "../markdown/SafeLink";
import { FactList } from "../ui/FactList";
import { formatBytes, formatDay } from "../ui/time";
import classes from "./DocumentFacts.module.css";
import { lifeFacts } from "./life/lifeFacts";
import { keyWords, valueWords } from "./names";
import { Readers } from "./Readers";
import { saidByFile } from "./saidByFile";
import { text } from "./text";
import { useCollectionName } from "./useNames";

/** What is known about a document beside its text. */
export function DocumentFacts({ document }: { document: RaglanDocument }) {
  const collectionName = useCollectionName();
  const facts: [string, ReactNode][] = [
    [text.collection, collectionName(document.collection)],
    [text.readers, <Readers key="readers" readers={document.readers} />],
  ];
  const extent = [
    document.pages ? text.pages(document.pages, document.media_type) : "",
    text.chunks(document.chunks),
  ];
  facts.push([text.extent, extent.filter((part) => part !== "").join(", ")]);
  if (document.url) {
    facts.push([
      text.source,
      <SafeLink key="url" href={document.url}>
        {document.url}
      </SafeLink>,
    ]);
  }
  facts.push(...lifeFacts(document));
  if (document.source) facts.push([text.fromSource, document.source.name]);
  facts.push([text.updated, formatDay(document.updated_at)]);
  facts.push(...saidByFile(document.properties));
  if (document.external_id !== document.id) facts.push([text.externalId, document.external_id]);
  for (const [name, value] of Object.entries(document.metadata)) {
    facts.push([keyWords(name), valueWords(value)]);
  }
  facts.push([
    text.file,
    <a key="file" href={fileUrl(document.id)} download>
      {document.filename === "" ? text.download : document.filename} ({formatBytes(document.size_bytes)})
    </a>,
  ]);
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title" className={classes["title"]}>
        {text.details}
      </h2>
      <FactList facts={facts} className={classes["list"]} />
    </section>
  );
}
