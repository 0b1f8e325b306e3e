import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lookForTerms, suggestedTermsQuery } from "../../api/search";
import { ErrorNote } from "../../ui/ErrorNote";
import { Listed } from "../Listed";
import { Section } from "../Section";
import { SuggestionRow } from "./SuggestionRow";
import { text } from "./text";

const listed = { loading: text.loading, emptyTitle: text.noneTitle, empty: text.none };

/** The short forms that documents explain. */
export function Suggestions() {
  const list = useQuery(suggestedTermsQuery);
  const queryClient = useQueryClient();
  const look = useMutation({
    mutationFn: lookForTerms,
    onSuccess: () => {
      setTimeout(() => void queryClient.invalidateQueries({ queryKey: suggestedTermsQuery.queryKey }), 3_000);
    },
  });
  return (
    <Section
      title={text.suggested}
      lead={text.suggestedLead}
      action={
        <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          {text.look}
        </Button>
      }
    >
      <p role="status">{look.isSuccess ? text.looking : ""}</p>
      {look.error && <ErrorNote error={look.error} />}
      <Listed query={list} text={listed}>
        {(term) => <SuggestionRow key={`${term.short}\n${term.long}`} term={term} />}
      </Listed>
    </Section>
  );
}
