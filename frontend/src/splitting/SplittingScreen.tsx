import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, Workflow } from "lucide-react";
import { useState } from "react";
import { besideFields, problemOf } from "../api/problem";
import { type Preview, previewQuery, type SplitterSettings } from "../api/splitting";
import type { RaglanDocument } from "../api/types";
import back from "../documents/BackLink.module.css";
import { useCollectionName } from "../documents/useNames";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { PageHead } from "../ui/PageHead";
import { Columns } from "./Columns";
import { DocumentField } from "./DocumentField";
import { SplitterFields } from "./SplitterFields";
import classes from "./SplittingScreen.module.css";
import { text } from "./text";

const patienceMilliseconds = 400;
const fieldNames = ["max_tokens", "overlap_tokens", "parent_tokens"] as const;

interface Kept {
  documentId: string;
  preview: Preview;
}

/** Try how a collection's documents would be cut. */
export function SplittingScreen() {
  const { slug } = useParams({ from: "/house/splitting/$slug" });
  const [document, setDocument] = useState<RaglanDocument | null>(null);
  const [wanted, setWanted] = useState<SplitterSettings | null>(null);
  const [settled] = useDebouncedValue(wanted, patienceMilliseconds);
  const preview = useQuery(previewQuery(slug, document?.id ?? "", settled ?? {}));
  const [kept, setKept] = useState<Kept | null>(null);
  // What was cut last stays while other settings are refused, and so do the fields to mend them in.
  if (document && preview.data && !preview.isPlaceholderData && preview.data !== kept?.preview) {
    setKept({ documentId: document.id, preview: preview.data });
  }
  const last = kept !== null && kept.documentId === document?.id ? kept.preview : null;
  const about = (name: string) => problemOf(preview.error)?.about(`settings.${name}`);
  const said = besideFields(preview.error, ...fieldNames.map((name) => `settings.${name}`));
  return (
    <div className={classes["root"]}>
      <Head slug={slug} />
      <DocumentField slug={slug} document={document} onChoose={setDocument} />
      {last !== null && (
        <SplitterFields
          settings={wanted ?? last.settings}
          most={last.most_tokens}
          about={about}
          onChange={setWanted}
        />
      )}
      {said !== null && said !== undefined && (
        <ErrorNote error={said} onRetry={() => void preview.refetch()} />
      )}
      {preview.isLoading && last === null && <LoadingLines label={text.loading} count={6} />}
      {document !== null && last !== null && (
        <Columns
          preview={last}
          document={document}
          isBusy={preview.isFetching || wanted !== settled}
          isRefused={preview.error !== null}
        />
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
      <PageHead title={text.title(nameOf(slug))} lead={text.lead}>
        <Button
          variant="default"
          leftSection={<Workflow size={16} />}
          renderRoot={(props) => <Link to="/collections/$slug/pipeline" params={{ slug }} {...props} />}
        >
          {text.use}
        </Button>
      </PageHead>
    </>
  );
}
