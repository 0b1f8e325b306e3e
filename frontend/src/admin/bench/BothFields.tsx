import { MultiSelect, NumberInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { collectionsQuery } from "../../api/documents";
import { DayInput } from "../../ui/DayInput";
import classes from "./Bench.module.css";
import { FilterField } from "./filter/FilterField";
import { text } from "./text";
import type { Bench } from "./useBench";

const most = 50;

/** What both sides are asked about: they differ in how they search alone. */
export function BothFields({ bench }: { bench: Bench }) {
  const { tried } = bench;
  const { data: collections = [] } = useQuery(collectionsQuery);
  return (
    <fieldset className={classes["group"]}>
      <legend className={classes["legend"]}>{text.both}</legend>
      <div className={classes["fields"]}>
        <MultiSelect
          label={text.collections}
          placeholder={tried.collections.length === 0 ? text.allCollections : ""}
          data={collections.map(({ slug, name }) => ({ value: slug, label: name }))}
          value={tried.collections}
          onChange={(chosen) => bench.try({ collections: chosen })}
        />
        <DayInput label={text.asOf} day={tried.asOf} onChoose={(asOf) => bench.try({ asOf })} />
        <NumberInput
          label={text.count}
          min={1}
          max={most}
          clampBehavior="strict"
          allowDecimal={false}
          value={tried.k}
          onChange={(k) => {
            if (typeof k === "number" && k >= 1) bench.try({ k });
          }}
        />
      </div>
      <FilterField
        written={tried.filter}
        faults={bench.faults}
        lead={bench.lead}
        onWrite={(filter) => bench.try({ filter })}
      />
    </fieldset>
  );
}
