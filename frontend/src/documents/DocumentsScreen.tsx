import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { collectionsQuery } from "../api/documents";
import { mayChangeDocuments } from "../api/session";
import { useSession } from "../app/useSession";
import { PageHead } from "../ui/PageHead";
import { AddMenu } from "./AddMenu";
import { CollectionTabs } from "./CollectionTabs";
import { DocumentList } from "./DocumentList";
import classes from "./DocumentsScreen.module.css";
import { DropZone } from "./DropZone";
import { Filters } from "./Filters";
import { text } from "./text";
import { UploadList } from "./UploadList";
import { useUploads } from "./useUploads";

/** The library: what is in it, how far each document is, and how more comes in. */
export function DocumentsScreen() {
  const { collection } = useSearch({ from: "/house/documents" });
  const [filter, setFilter] = useState<{ q?: string; status?: string }>({});
  const { role } = useSession();
  const navigate = useNavigate();
  const pickerRef = useRef<HTMLInputElement>(null);
  const { data: collections = [] } = useQuery(collectionsQuery);
  const target = collection ?? collections[0]?.slug;
  const { queue, items, add } = useUploads(target);
  const isLibrarian = mayChangeDocuments(role);
  const choose = (slug: string | undefined) =>
    void navigate({ to: "/documents", search: slug === undefined ? {} : { collection: slug } });
  return (
    <DropZone isEnabled={isLibrarian && target !== undefined} onFiles={add}>
      <div className={classes["root"]}>
        <PageHead title={text.title} lead={text.lead}>
          {isLibrarian && (
            <AddMenu target={target} collections={collections} onFiles={() => pickerRef.current?.click()} />
          )}
        </PageHead>
        <CollectionTabs
          collections={collections}
          chosen={collection}
          isLibrarian={isLibrarian}
          onChoose={choose}
        />
        <Filters filter={filter} onFilter={setFilter} />
        {items.length > 0 && <UploadList items={items} queue={queue} />}
        <DocumentList filter={{ ...filter, collection }} isLibrarian={isLibrarian} />
        <input
          ref={pickerRef}
          type="file"
          multiple
          hidden
          aria-label={text.addFiles}
          onChange={(event) => {
            add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </div>
    </DropZone>
  );
}
