import { Button } from "@mantine/core";
import { text } from "./text";
import classes from "./UploadList.module.css";
import { UploadRow } from "./UploadRow";
import { uploadQueue } from "./uploadQueue";
import { listedUploads, summaryOf } from "./uploadSummary";
import { useUploads } from "./useUploads";

/** The files on their way, each with its state and the reason when it failed; many of them in one sum. */
export function UploadList() {
  const items = useUploads();
  if (items.length === 0) return null;
  const summary = summaryOf(items);
  const listed = listedUploads(items);
  return (
    <section className={classes["root"]} aria-label={text.uploads}>
      <div className={classes["head"]}>
        <h2>{text.uploads}</h2>
        <p className={classes["sum"]} role="status">
          {text.uploadSummary(summary)}
        </p>
        {summary.open < summary.total && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => uploadQueue.clear()}>
            {text.clearUploads}
          </Button>
        )}
      </div>
      <ul className={classes["list"]}>
        {listed.map((item) => (
          <UploadRow key={item.id} item={item} />
        ))}
      </ul>
      {listed.length < items.length && (
        <p className={classes["rest"]}>{text.moreUploads(items.length - listed.length)}</p>
      )}
    </section>
  );
}
