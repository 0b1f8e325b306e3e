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

/** What both searches found, beside each other. */
export function Sides({ bench, expected, onExpect }: Props) {
  const live = bench.live.data?.results ?? [];
  const other = bench.other.data?.results ?? [];
  const shared = { scale: scales(live, other), expected, onExpect };
  const areBoth = bench.live.data !== undefined && bench.other.data !== undefined;
  return (
    <div className={classes["sides"]}>
      <Side title={text.columns.live} search={bench.live} moves={new Map()} {...shared} />
      <Side
        title={text.columns.tried}
        search={bench.other}
        moves={areBoth ? movesAgainst(other, live, "added") : new Map()}
        gone={areBoth ? live.filter(({ chunk_id }) => !other.some((one) => one.chunk_id === chunk_id)) : []}
        {...shared}
      />
    </div>
  );
}
