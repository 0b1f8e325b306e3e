import { Button } from "@mantine/core";
import { Download, Undo2, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { Confirm } from "../ui/Confirm";
import { text } from "./text";
import classes from "./Workbench.module.css";

// The server's own bound is in characters; a character has at most four bytes.
const mostBytes = 400_000;

interface Props {
  slug: string;
  content: string;
  onUpload: (content: string) => void;
  /** Where there is anything to discard. */
  onDiscard?: () => void;
}

/** Take the file away, or bring another one: it only goes into the editor. */
export function FileButtons({ slug, content, onUpload, onDiscard }: Props) {
  const [isTooLarge, setIsTooLarge] = useState(false);
  const [brought, setBrought] = useState<string | null>(null);
  const pickerRef = useRef<HTMLInputElement>(null);
  const download = () => {
    const url = URL.createObjectURL(new Blob([content], { type: "application/yaml" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: `${slug}.pipeline.yaml` });
    link.click();
    URL.revokeObjectURL(url);
  };
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    setIsTooLarge(file.size > mostBytes);
    if (file.size > mostBytes) return;
    const brings = (await file.text()).replaceAll("\r\n", "\n");
    if (onDiscard === undefined) onUpload(brings);
    else setBrought(brings);
  };
  const replace = () => {
    if (brought !== null) onUpload(brought);
    setBrought(null);
  };
  return (
    <div className={classes["files"]}>
      <Confirm
        isOpen={brought !== null}
        title={text.replaceTitle}
        confirm={text.replace}
        attempt={{ error: null, isPending: false, mutate: replace }}
        onClose={() => setBrought(null)}
      >
        {text.replaceLead}
      </Confirm>
      {isTooLarge && (
        <p className={classes["refused"]} role="alert">
          {text.tooLarge}
        </p>
      )}
      {onDiscard && (
        <Button
          size="compact-sm"
          variant="subtle"
          mr="auto"
          leftSection={<Undo2 size={14} />}
          onClick={onDiscard}
        >
          {text.discard}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" leftSection={<Download size={14} />} onClick={download}>
        {text.download}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<Upload size={14} />}
        onClick={() => pickerRef.current?.click()}
      >
        {text.upload}
      </Button>
      <input
        ref={pickerRef}
        type="file"
        accept=".yaml,.yml,application/yaml"
        hidden
        aria-label={text.upload}
        onChange={(event) => {
          void read(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
