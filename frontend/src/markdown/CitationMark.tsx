import { HoverCard } from "@mantine/core";
import { Tabled } from "../ui/Tabled";
import { useCitationDesk } from "./CitationContext";
import classes from "./CitationMark.module.css";
import { placeOf } from "./place";
import { text } from "./text";

/** The number of a source inside an answer; hovering shows what it says, following opens it. */
export function CitationMark({ n }: { n: number }) {
  const { citations, open, opened } = useCitationDesk();
  const citation = citations.find((one) => one.n === n);
  if (citation === undefined) return <>[{n}]</>;
  const place = placeOf(citation);
  return (
    <HoverCard openDelay={220} closeDelay={80} position="top" shadow="md" width={360} withinPortal>
      <HoverCard.Target>
        <button
          type="button"
          className={classes["mark"]}
          data-opened={opened === citation || undefined}
          data-unverified={!citation.verified || undefined}
          aria-label={text.source(n, citation.document.title, place)}
          onClick={() => open(citation)}
        >
          {n}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes["card"] ?? ""}>
        <div className={classes["quote"]}>
          <Tabled text={citation.quote} />
        </div>
        <p className={classes["title"]}>{citation.document.title}</p>
        {place !== "" && <p className={classes["place"]}>{place}</p>}
        <p className={classes["hint"]}>{citation.verified ? text.readInDocument : text.unmatched}</p>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
