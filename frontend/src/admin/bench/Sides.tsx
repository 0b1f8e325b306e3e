import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
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
  return (
    <>
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
          gone={areBoth ? live.filter(({ chunk_id }) => !other.some((one) => one.chunk_id === chunk_id)) : []}
          {...shared}
        />
      </div>
    </>
  );
}
