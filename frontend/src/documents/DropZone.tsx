import { type DragEvent, type ReactNode, useState } from "react";
import classes from "./DropZone.module.css";
import { type Dropped, droppedFiles } from "./dropped";

interface Props {
  isEnabled: boolean;
  /** What a drop here does, in words. */
  words: string;
  onDrop: (dropped: Dropped) => void;
  children: ReactNode;
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** Takes files that are dropped anywhere on the screen; the button is the way of the keyboard. */
export function DropZone({ isEnabled, words, onDrop, children }: Props) {
  const [isOver, setIsOver] = useState(false);
  const enter = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setIsOver(true);
  };
  const leave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setIsOver(false);
    void droppedFiles(event.dataTransfer).then(onDrop);
  };
  // What is inside stays as it is when the first collection is there to drop into.
  const taking = { onDragEnter: enter, onDragOver: enter, onDragLeave: leave, onDrop: drop };
  return (
    <div className={classes["root"]} {...(isEnabled && taking)}>
      {children}
      {isOver && (
        <div className={classes["veil"]} aria-hidden="true">
          <p>{words}</p>
        </div>
      )}
    </div>
  );
}
