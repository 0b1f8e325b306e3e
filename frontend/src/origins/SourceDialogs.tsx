import type { Source } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { RemoveSource } from "./RemoveSource";
import { RunList } from "./RunList";
import { RunView } from "./RunView";
import { SourceForm } from "./SourceForm";
import { text } from "./text";

/** What is open over a source: its form, its runs, one run by its id, the question whether it goes; or nothing. */
export type Shown = "edit" | "runs" | "remove" | { run: string; isDry: boolean } | null;

interface Props {
  source: Source;
  shown: Shown;
  /** Show a run that was begun from here. */
  onBegun: (run: string) => void;
  onClose: () => void;
}

/** What opens over a source. */
export function SourceDialogs({ source, shown, onBegun, onClose }: Props) {
  const run = typeof shown === "object" ? shown : null;
  return (
    <>
      <Dialog isOpen={shown === "edit"} title={text.editTitle(source.name)} onClose={onClose}>
        <SourceForm source={source} onClose={onClose} />
      </Dialog>
      <Dialog isOpen={shown === "runs"} title={text.runsOf(source.name)} size="lg" onClose={onClose}>
        <RunList source={source} onBegun={onBegun} />
      </Dialog>
      <Dialog
        isOpen={run !== null}
        title={run?.isDry ? text.wouldTitle(source.name) : text.runTitle(source.name)}
        size="lg"
        onClose={onClose}
      >
        {run !== null && <RunView key={run.run} source={source} runId={run.run} onBegun={onBegun} />}
      </Dialog>
      <Dialog isOpen={shown === "remove"} title={text.removeTitle(source.name)} onClose={onClose}>
        <RemoveSource source={source} onClose={onClose} />
      </Dialog>
    </>
  );
}
