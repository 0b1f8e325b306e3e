import { useQuery } from "@tanstack/react-query";
import { differenceQuery } from "../api/pipelines";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { Lines } from "./Lines";
import { text } from "./text";

/** A former file beside the present one; alone where it could not be applied any more. */
export function FileView({ slug, content }: { slug: string; content: string }) {
  const { data, error, isPending } = useQuery(differenceQuery(slug, content));
  if (isPending) return <LoadingLines label={text.loading} count={6} />;
  const alone = content.split("\n").map((line, index) => ({
    kind: "same" as const,
    old: index + 1,
    new: index + 1,
    text: line,
  }));
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      {data?.changes.length === 0 && <p>{text.same}</p>}
      <Lines lines={data?.lines ?? alone} />
    </>
  );
}
