import { useInfiniteQuery } from "@tanstack/react-query";
import { chunksQuery, type DocumentState } from "../api/documents";
import { placeOf } from "../markdown/place";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { MoreButton } from "../ui/MoreButton";
import { Tabled } from "../ui/Tabled";
import classes from "./ChunkList.module.css";
import { text } from "./text";

/** A document's text in the pieces that answers cite. */
export function ChunkList({ state }: { state: DocumentState }) {
  const list = useInfiniteQuery(chunksQuery(state));
  const { data, error, isPending, refetch } = list;
  if (isPending) return <LoadingLines label={text.loading} count={6} />;
  if (error && data === undefined) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  const chunks = data.pages.flatMap((page) => page.results);
  if (chunks.length === 0) return <p className={classes["none"]}>{text.noPassages(state.status)}</p>;
  return (
    <>
      <ol className={classes["list"]}>
        {chunks.map((chunk) => (
          <li key={chunk.id} className={classes["chunk"]}>
            <p className={classes["place"]}>{placeOf(chunk)}</p>
            <div className={classes["text"]}>
              <Tabled text={chunk.text} />
            </div>
          </li>
        ))}
      </ol>
      <MoreButton list={list} size="sm" variant="default" mt={0} />
    </>
  );
}
