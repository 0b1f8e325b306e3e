import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { given } from "../api/client";
import { collectionsQuery } from "../api/documents";
import { mayChangeDocuments } from "../api/session";
import { useSession } from "../app/useSession";
import { PageHead } from "../ui/PageHead";
import { AddFilesDialog } from "./AddFilesDialog";
import { AddMenu } from "./AddMenu";
import { CollectionTabs } from "./CollectionTabs";
import { DocumentList } from "./DocumentList";
import classes from "./DocumentsScreen.module.css";
import { DropNote } from "./DropNote";
import { DropZone } from "./DropZone";
import type { Dropped } from "./dropped";
import { type Filter, Filters } from "./Filters";
import { ImportList } from "./ImportList";
import { Problems } from "./Problems";
import { ReasonNote } from "./ReasonNote";
import { text } from "./text";
import { UploadList } from "./UploadList";
import { uploadQueue } from "./uploadQueue";

/** The library: what is in it, how far each document is, and how more comes in. */
export function DocumentsScreen() {
  const { collection: slug, reason } = useSearch({ from: "/house/documents" });
  const [filter, setFilter] = useState<Filter>({});
  const [waiting, setWaiting] = useState<readonly File[]>([]);
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const { role } = useSession();
  const navigate = useNavigate();
  const pickerRef = useRef<HTMLInputElement>(null);
  const { data: collections = [], isSuccess } = useQuery(collectionsQuery);
  const isWithoutPlace = isSuccess && collections.length === 0;
  const shown = collections.find((one) => one.slug === slug);
  const isLibrarian = mayChangeDocuments(role);
  const choose = (collection: string | undefined) =>
    void navigate({ to: "/documents", search: given({ collection, reason }) });
  const take = (drop: Dropped) => {
    const { files } = drop;
    setDropped(drop);
    if (shown === undefined) setWaiting(files);
    else uploadQueue.add(files, { collection: shown.slug, place: shown.name, readers: [] });
  };
  return (
    <DropZone
      isEnabled={isLibrarian && !isWithoutPlace}
      words={shown === undefined ? text.dropAnywhere : text.dropInto(shown.name)}
      onDrop={take}
    >
      <div className={classes["root"]}>
        <PageHead title={text.title} lead={text.lead}>
          {isLibrarian && (
            <AddMenu target={slug} collections={collections} onFiles={() => pickerRef.current?.click()} />
          )}
        </PageHead>
        <CollectionTabs collections={collections} chosen={slug} isLibrarian={isLibrarian} onChoose={choose} />
        <Filters filter={filter} onFilter={setFilter} />
        <DropNote dropped={dropped} />
        <UploadList />
        <ImportList />
        {isLibrarian && <Problems collection={slug} />}
        {reason !== undefined && (
          <ReasonNote
            reason={reason}
            onAll={() => void navigate({ to: "/documents", search: given({ collection: slug }) })}
          />
        )}
        <DocumentList
          key={JSON.stringify([filter, slug, reason])}
          filter={{ ...filter, collection: slug, reason }}
          isLibrarian={isLibrarian}
        />
        <AddFilesDialog
          files={waiting}
          collections={collections}
          chosen={slug}
          onClose={() => setWaiting([])}
        />
        <input
          ref={pickerRef}
          type="file"
          multiple
          hidden
          aria-label={text.addFiles}
          onChange={(event) => {
            setWaiting([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </div>
    </DropZone>
  );
}
