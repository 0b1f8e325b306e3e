import { useQuery } from "@tanstack/react-query";
import { traceQuery } from "../../api/admin";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { TraceStageView } from "./TraceStageView";
import { TraceValue } from "./TraceValue";
import classes from "./TraceView.module.css";
import { text } from "./text";
import { traceParts } from "./trace";

/** Every stage of an answer in order, with its time and all that was noted. */
export function TraceView({ message }: { message: string }) {
  const { data, error, isPending, refetch } = useQuery(traceQuery(message));
  if (isPending) return <LoadingLines label={text.loadingTrace} />;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  const { stages, rest, longestMs } = traceParts(data);
  return (
    <>
      <ol className={classes["stages"]}>
        {stages.map((stage) => (
          <TraceStageView key={stage.key} stage={stage} longestMs={longestMs} />
        ))}
      </ol>
      {rest.length > 0 && (
        <dl className={classes["rest"]}>
          {rest.map(([name, value]) => (
            <div key={name}>
              <dt>{name.replaceAll("_", " ")}</dt>
              <dd>
                <TraceValue value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
