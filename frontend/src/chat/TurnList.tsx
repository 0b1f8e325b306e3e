import { type RefObject, useEffect, useRef } from "react";
import type { Citation } from "../api/types";
import { hasJustEnded, isBeingRead } from "./ending";
import { Turn } from "./Turn";
import classes from "./TurnList.module.css";
import { isTurnLive, type Turn as TurnData } from "./turns";

interface Props {
  turns: readonly TurnData[];
  conversationId: string | null;
  source: Citation | null;
  onSource: (citation: Citation) => void;
  onAskAgain: (turn: TurnData) => void;
  onAskAfresh: (turn: TurnData) => void;
  onLoadAgain: (askId: string) => void;
}

/** The questions of a conversation with their answers, in order. */
export function TurnList({ turns, ...shared }: Props) {
  const lastRef = useRef<HTMLDivElement>(null);
  const count = turns.length;
  useEffect(() => {
    if (count > 0) lastRef.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [count]);
  useEndInSight(lastRef, turns.at(-1));
  return (
    <div className={classes["root"]}>
      {turns.map((turn, index) => (
        <div
          key={turn.askId ?? turn.key}
          ref={index === count - 1 ? lastRef : null}
          className={classes["turn"]}
        >
          <Turn turn={turn} {...shared} />
        </div>
      ))}
    </div>
  );
}

/** Bring the end of a finished answer out from behind the composer; of a long one, its beginning stays. */
function useEndInSight(ref: RefObject<HTMLElement | null>, turn: TurnData | undefined) {
  const key = turn === undefined ? null : (turn.askId ?? turn.key);
  const isLive = turn !== undefined && isTurnLive(turn);
  const beforeRef = useRef<{ key: string; isLive: boolean } | null>(null);
  useEffect(() => {
    const now = key === null ? null : { key, isLive };
    const hasEnded = hasJustEnded(beforeRef.current, now);
    beforeRef.current = now;
    const element = ref.current;
    if (!hasEnded || element === null) return;
    if (!isBeingRead(element.getBoundingClientRect(), window.innerHeight)) return;
    element.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [ref, key, isLive]);
}
