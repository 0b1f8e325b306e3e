import { NumberInput, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { type Sized, type SizingWanted, sizingQuery } from "../../api/indexing";
import back from "../../documents/BackLink.module.css";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { buildText } from "./buildText";
import { SizingFacts } from "./SizingFacts";
import classes from "./SizingScreen.module.css";
import { sizingText as text } from "./sizingText";

const patienceMilliseconds = 300;

/** What an index version would take, for numbers of one's own; it begins with the company's. */
export function SizingScreen() {
  const [wanted, setWanted] = useState<SizingWanted>({});
  const [settled] = useDebouncedValue(wanted, patienceMilliseconds);
  const { data, error, isPending, isFetching, refetch } = useQuery(sizingQuery(settled));
  // What was worked out last stays beside an error, with the fields that it is to be mended in.
  const [known, setKnown] = useState(data);
  if (data !== undefined && data !== known) setKnown(data);
  return (
    <>
      <Link to="/admin/indexes" className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      <PageHead title={text.title} lead={text.lead} />
      {isPending && <LoadingLines label={text.loading} count={5} />}
      {known && <SizingFields values={{ ...known, ...wanted }} onChange={setWanted} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && error === null && <SizingFacts sized={data} isStale={isFetching} />}
    </>
  );
}

interface FieldsProps {
  values: Sized;
  onChange: (wanted: SizingWanted) => void;
}

const numbers = [
  ["vectors", 0, 10_000_000_000],
  ["dimensions", 1, 16_000],
  ["copies", 1, 100],
  ["m", 2, 100],
] as const;

function SizingFields({ values, onChange }: FieldsProps) {
  const { sizing: _, ...asked } = values;
  const field = ([name, min, max]: (typeof numbers)[number]) => (
    <NumberInput
      key={name}
      label={text.fields[name]}
      description={text.hints[name]}
      min={min}
      max={max}
      clampBehavior="blur"
      allowDecimal={false}
      thousandSeparator=","
      {...(asked[name] === undefined ? {} : { value: asked[name] })}
      onChange={(value) => {
        if (typeof value === "number") onChange({ ...asked, [name]: value });
      }}
    />
  );
  return (
    <fieldset className={classes["fields"]}>
      <legend className="visually-hidden">{text.numbers}</legend>
      {numbers.slice(0, 2).map(field)}
      <Select
        label={buildText.precision}
        description={text.hints.precision}
        data={Object.entries(buildText.precisions).map(([value, label]) => ({ value, label }))}
        value={asked.precision ?? null}
        allowDeselect={false}
        onChange={(precision) =>
          onChange({ ...asked, precision: precision as NonNullable<Sized["precision"]> })
        }
      />
      {numbers.slice(2).map(field)}
    </fieldset>
  );
}
