import { Dialog } from "./Dialog";
import { ErrorNote } from "./ErrorNote";

interface Props {
  title: string;
  /** Shown as long as there is one. */
  error: unknown;
  onRetry?: () => void;
  onClose: () => void;
}

/** Says that something which was asked for from a menu, now closed, has failed. */
export function FailureDialog({ title, error, onRetry, onClose }: Props) {
  const isOpen = error !== null && error !== undefined;
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      {isOpen && <ErrorNote error={error} onRetry={onRetry} />}
    </Dialog>
  );
}
