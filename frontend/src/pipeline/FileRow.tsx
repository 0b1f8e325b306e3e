import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Row } from "../admin/Row";
import type { AppliedFile } from "../api/pipelines";
import { Dialog } from "../ui/Dialog";
import { formatMoment } from "../ui/time";
import { FileView } from "./FileView";
import { Revert } from "./Revert";
import { text } from "./text";

interface Props {
  slug: string;
  file: AppliedFile;
  mayApply: boolean;
}

/** A file that was applied: looked at, or gone back to. */
export function FileRow({ slug, file, mayApply }: Props) {
  const [isLooking, looking] = useDisclosure(false);
  const [isAsking, asking] = useDisclosure(false);
  const { number, author, applied_at } = file;
  const who = author.name || author.email || text.somebody;
  return (
    <Row
      name={text.number(number)}
      detail={
        <>
          <p>{text.by(who, formatMoment(applied_at))}</p>
          <p>{becameOf(file)}</p>
        </>
      }
    >
      <Button
        size="sm"
        variant="default"
        aria-label={`${text.look}: ${text.number(number)}`}
        onClick={looking.open}
      >
        {text.look}
      </Button>
      {mayApply && (
        <Button
          size="sm"
          variant="default"
          aria-label={`${text.revert}: ${text.number(number)}`}
          onClick={asking.open}
        >
          {text.revert}
        </Button>
      )}
      <Dialog isOpen={isLooking} title={text.lookTitle(number)} size="lg" onClose={looking.close}>
        <FileView slug={slug} content={file.content} />
      </Dialog>
      {isAsking && <Revert slug={slug} file={file} onClose={asking.close} />}
    </Row>
  );
}

function becameOf({ index, state }: AppliedFile): string {
  if (index === null) return text.noVersion;
  return state === null ? text.gone(index) : text.version(index, state);
}
