import { useEffect, useRef } from "react";
import type { Citation } from "../api/types";
import { Turn } from "./Turn";
import classes from "./TurnList.module.css";
import type { Turn as TurnData } from "./turns";

interface Props {
  turns: readonly TurnData[];
  conversationId: string | null;
  source: Citation | null;
  onSource: (citation: Citation) => void;
  onAskAgain: (turn: TurnData) => void;
  onLoadAgain: (askId: string) => void;
}

/** The questions of a conversation with their answers, in order. */
export function TurnList({ turns, conversationId, source, onSource, onAskAgain, onLoadAgain }: Props) {
  const lastRef = useRef<HTMLDivElement>(null);
  const count = turns.length;
  useEffect(() => {
    if (count > 0) lastRef.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [count]);
  return (
    <div className={classes["root"]}>
      {turns.map((turn, index) => (
        <div
          key={turn.askId ?? turn.key}
          ref={index === count - 1 ? lastRef : null}
          className={classes["turn"]}
        >
          <Turn
            turn={turn}
            conversationId={conversationId}
            source={source}
            onSource={onSource}
            onAskAgain={onAskAgain}
            onLoadAgain={onLoadAgain}
          />
        </div>
      ))}
    </div>
  );
}
