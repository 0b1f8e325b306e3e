import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { documentsQuery } from "../api/documents";
import { previewQuery, type SplitterSettings } from "../api/splitting";
import back from "../documents/BackLink.module.css";
import { useCollectionName } from "../documents/useNames";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { PageHead } from "../ui/PageHead";
import { Columns } from "./Columns";
import { SplitterFields } from "./SplitterFields";
import classes from "./SplittingScreen.module.css";
import { text } from "./text";

const patienceMilliseconds = 400;

/** Try how a collection's documents would be cut. */
export function SplittingScreen() {
  const { slug } = useParams({ from: "/house/splitting/$slug" });
  const list = useInfiniteQuery(documentsQuery({ collection: slug, status: "ready" }));
  const documents = list.data?.pages.flatMap((page) => page.results) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [wanted, setWanted] = useState<SplitterSettings | null>(null);
  const [settled] = useDebouncedValue(wanted, patienceMilliseconds);
  const document = documents.find(({ id }) => id === chosen) ?? documents[0];
  const preview = useQuery(previewQuery(slug, document?.id ?? "", settled ?? {}));
  const settings = wanted ?? preview.data?.settings;
  return (
    <div className={classes["root"]}>
      <Head slug={slug} />
      {list.isSuccess && documents.length === 0 && <p className={classes["note"]}>{text.noDocuments}</p>}
      {list.error !== null && <ErrorNote error={list.error} />}
      {document !== undefined && (
        <Select
          label={text.document}
          data={documents.map(({ id, title }) => ({ value: id, label: title }))}
          value={document.id}
          onChange={setChosen}
          allowDeselect={false}
          searchable
        />
      )}
      {settings !== undefined && preview.data !== undefined && (
        <SplitterFields settings={settings} most={preview.data.most_tokens} onChange={setWanted} />
      )}
      {preview.error !== null && <ErrorNote error={preview.error} />}
      {preview.isLoading && <LoadingLines label={text.loading} count={6} />}
      {document !== undefined && preview.data !== undefined && preview.error === null && (
        <Columns preview={preview.data} document={document} />
      )}
    </div>
  );
}

function Head({ slug }: { slug: string }) {
  const nameOf = useCollectionName();
  return (
    <>
      <Link to="/documents" search={{ collection: slug }} className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      <PageHead title={text.title(nameOf(slug))} lead={text.lead} />
    </>
  );
}
