import { useQuery } from "@tanstack/react-query";
import { searchSettingsQuery } from "../../api/search";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { Balance } from "./Balance";
import { Ranker } from "./Ranker";
import { SettingRow } from "./SettingRow";
import { Suggestions } from "./Suggestions";
import { SynonymSection } from "./SynonymSection";
import { text } from "./text";

/** How the tenant's search goes about questions. */
export function SearchScreen() {
  const { data, error, isPending, refetch } = useQuery(searchSettingsQuery);
  const values: Record<string, unknown> = data?.settings ?? {};
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      <Section title={text.settings}>
        {isPending && <LoadingLines label={text.loading} />}
        {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
        {data && (
          <Rows>
            {data.about.map((about) => (
              <SettingRow key={about.name} about={about} value={values[about.name]} />
            ))}
          </Rows>
        )}
      </Section>
      <Balance />
      <Ranker />
      <SynonymSection />
      <Suggestions />
    </>
  );
}
