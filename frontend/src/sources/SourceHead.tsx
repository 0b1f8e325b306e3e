import { ActionIcon } from "@mantine/core";
import { X } from "lucide-react";
import type { Citation } from "../api/types";
import { useCollectionName } from "../documents/useNames";
import classes from "./Source.module.css";
import { text } from "./text";

interface Props {
  citation: Citation;
  onClose: () => void;
}

/** Which document, which version of it, and where in it. */
export function SourceHead({ citation, onClose }: Props) {
  const collectionName = useCollectionName();
  const { document, section } = citation;
  return (
    <div className={classes["head"]}>
      <div className={classes["names"]}>
        <p className={classes["where"]}>
          <span className={classes["number"]}>{citation.n}</span>
          {collectionName(document.collection)} · {text.version(document.version)}
        </p>
        <h2 className={classes["title"]}>{document.title}</h2>
        {section.length > 0 && <p className={classes["section"]}>{section.join(" › ")}</p>}
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={text.close} onClick={onClose}>
        <X size={18} />
      </ActionIcon>
    </div>
  );
}
