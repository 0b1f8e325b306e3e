import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PenLine } from "lucide-react";
import { useState } from "react";
import { mayChangeDocuments } from "../../api/session";
import type { FeedbackEntry } from "../../api/types";
import { useSession } from "../../app/useSession";
import { CuratedEditor } from "./CuratedEditor";
import { draftOfFeedback } from "./draft";
import { text } from "./text";

/** Make an editor's answer of what feedback was given on. */
export function MakeCurated({ entry }: { entry: FeedbackEntry }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [isMade, setMade] = useState(false);
  const { role } = useSession();
  if (!mayChangeDocuments(role)) return null;
  return (
    <div>
      <Button size="compact-sm" variant="default" leftSection={<PenLine size={14} />} onClick={open}>
        {text.fromFeedback}
      </Button>
      <p role="status">{isMade && text.madeFromFeedback}</p>
      <CuratedEditor
        isOpen={isOpen}
        title={text.fromFeedback}
        id={null}
        before={draftOfFeedback(entry)}
        onClose={close}
        onSaved={() => setMade(true)}
      />
    </div>
  );
}
