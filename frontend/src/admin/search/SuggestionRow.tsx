import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { decideTerm, synonymsQuery } from "../../api/search";
import type { SuggestedTerm } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { Row } from "../Row";
import { text } from "./text";

/** A short form, where it comes from, and what is to become of it. */
export function SuggestionRow({ term }: { term: SuggestedTerm }) {
  const queryClient = useQueryClient();
  const decision = useMutation({
    mutationFn: (decided: "accept" | "reject" | "undo") => decideTerm(term.short, term.long, decided),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: synonymsQuery.queryKey }),
  });
  const name = text.about(term.short, term.long);
  const button = (label: string, decided: "accept" | "reject" | "undo") => (
    <Button
      size="sm"
      variant="default"
      aria-label={`${label}: ${name}`}
      disabled={decision.isPending}
      onClick={() => decision.mutate(decided)}
    >
      {label}
    </Button>
  );
  const [first] = term.documents;
  return (
    <Row
      name={name}
      detail={
        <>
          {text.from(term.count)}{" "}
          {first && (
            <Link to="/documents/$documentId" params={{ documentId: first.id }}>
              {first.title}
            </Link>
          )}
          {term.rejected && <> · {text.rejected}</>}
          {decision.error && <ErrorNote error={decision.error} />}
        </>
      }
    >
      {button(text.accept, "accept")}
      {term.rejected ? button(text.undo, "undo") : button(text.reject, "reject")}
    </Row>
  );
}
