import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type SearchMode, type Settings, settingsQuery } from "../../api/bench";
import classes from "./Bench.module.css";
import { changedSettings } from "./comparison";
import { SettingField } from "./SettingField";
import { text } from "./text";
import type { Bench } from "./useBench";

/** What is tried instead of what is in force. */
export function TriedFields({ bench }: { bench: Bench }) {
  const { tried } = bench;
  return (
    <fieldset className={classes["group"]}>
      <legend className={classes["legend"]}>{text.tried}</legend>
      <div>
        <p className={classes["label"]} id="bench-mode">
          {text.mode}
        </p>
        <SegmentedControl
          aria-labelledby="bench-mode"
          className={classes["modes"] ?? ""}
          fullWidth
          data={Object.entries(text.modes).map(([value, label]) => ({ value, label }))}
          value={tried.mode}
          onChange={(mode) => bench.try({ mode: mode as SearchMode })}
        />
      </div>
      <SettingFields bench={bench} />
    </fieldset>
  );
}

function SettingFields({ bench }: { bench: Bench }) {
  const { data } = useQuery(settingsQuery);
  if (data === undefined) return null;
  const live = data.settings as unknown as Settings;
  const changed = Object.keys(changedSettings(live, { ...live, ...bench.tried.settings })).length;
  return (
    <details className={classes["settings"]}>
      <summary>
        {text.settings} {changed > 0 && <span className={classes["tag"]}>{text.changed(changed)}</span>}
      </summary>
      <div className={classes["knobs"]}>
        {data.about.map((about) => (
          <SettingField
            key={about.name}
            about={about}
            value={
              bench.tried.settings[about.name] ?? live[about.name] ?? (about.default as Settings[string])
            }
            onChange={(value) => bench.set(about.name, value)}
          />
        ))}
      </div>
      {changed > 0 && (
        <Button size="xs" variant="default" onClick={() => bench.try({ settings: {} })}>
          {text.reset}
        </Button>
      )}
    </details>
  );
}
