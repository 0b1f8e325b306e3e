import { SegmentedControl } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import classes from "./Bench.module.css";
import { movesAgainst, scales } from "./comparison";
import { Side } from "./Side";
import { text } from "./text";
import type { Bench } from "./useBench";

interface Props {
  bench: Bench;
  expected: ReadonlyMap<string, string>;
  onExpect: (id: string, title: string) => void;
}

type Shown = keyof typeof text.columns;

/** What both searches found, beside each other; one at a time where there is no room for both. */
export function Sides({ bench, expected, onExpect }: Props) {
  const [shown, setShown] = useState<Shown>("tried");
  const live = bench.live.data?.results ?? [];
  const other = bench.other.data?.results ?? [];
  const shared = { scale: scales(live, other), expected, onExpect };
  const areBoth = bench.live.data !== undefined && bench.other.data !== undefined;
  const startRef = useRef<HTMLDivElement>(null);
  const isOver = !bench.live.isFetching && !bench.other.isFetching;
  const { time } = bench;
  useEffect(() => {
    if (time !== null && isOver) leadToStart(startRef.current);
  }, [time, isOver]);
  return (
    <div ref={startRef} className={classes["found"]}>
      <SegmentedControl
        className={classes["which"] ?? ""}
        aria-label={text.which}
        fullWidth
        data={Object.entries(text.columns).map(([value, label]) => ({ value, label }))}
        value={shown}
        onChange={(side) => setShown(side as Shown)}
      />
      <div className={classes["sides"]} data-shown={shown}>
        <Side name="live" search={bench.live} moves={new Map()} {...shared} />
        <Side
          name="tried"
          search={bench.other}
          moves={areBoth ? movesAgainst(other, live, "added") : new Map()}
          before={areBoth ? live : []}
          {...shared}
        />
      </div>
    </div>
  );
}

/** Bring the head of what was found to the top, where it begins so low that nothing of it is seen. */
function leadToStart(element: HTMLElement | null) {
  if (element === null || element.getBoundingClientRect().top < window.innerHeight / 2) return;
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (window.matchMedia("(max-width: 52rem)").matches)
    element.scrollIntoView({ block: "start", behavior: isStill ? "instant" : "smooth" });
}
