import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { deletionQuery } from "../../api/audit";
import { Dialog } from "../../ui/Dialog";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { formatMoment } from "../../ui/time";
import classes from "./DeletionReport.module.css";
import { text } from "./text";

function Report({ id }: { id: string }) {
  const { data, error } = useQuery(deletionQuery(id));
  if (error) return <ErrorNote error={error} />;
  if (data === undefined) return <LoadingLines label={text.loadingReport} count={3} />;
  const found = Object.entries(data.found ?? {}).filter(([, count]) => count > 0);
  return (
    <>
      <p className={classes["sum"]} data-complete={data.is_complete || undefined}>
        {data.checked_at === null
          ? text.notChecked
          : data.is_complete
            ? text.complete(formatMoment(data.checked_at))
            : text.leftOver(found.map(([name, count]) => `${count} ${name}`).join(", "))}
      </p>
      <table className={classes["table"]}>
        <thead>
          <tr>
            <th scope="col">{text.where}</th>
            <th scope="col">{text.removed}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(data.removed).map(([name, count]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{count.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What was removed of a document, and whether anything of it was found since. */
export function DeletionReport({ target }: { target: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={open}>
        {text.report}
      </Button>
      <Dialog isOpen={isOpen} title={text.reportTitle} onClose={close}>
        <Report id={target.replace("document:", "")} />
      </Dialog>
    </>
  );
}
