import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { membersQuery } from "../../api/admin";
import { deleteCase, type TestCase, testSetsKey } from "../../api/bench";
import { useCollectionName } from "../../documents/useNames";
import { Confirm } from "../../ui/Confirm";
import { formatDay } from "../../ui/time";
import { Row } from "../Row";
import { askedWords } from "./asked";
import { ExpectedDocuments } from "./ExpectedDocuments";
import { text } from "./text";

/** One case: what is asked, what should be found, how it is asked, and who saved it when. */
export function CaseRow({ setId, kept }: { setId: string; kept: TestCase }) {
  const [isRemoving, removing] = useDisclosure(false);
  const queryClient = useQueryClient();
  const { data: members = [] } = useQuery(membersQuery);
  const collectionName = useCollectionName();
  const remove = useMutation({
    mutationFn: () => deleteCase(setId, kept.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: testSetsKey }),
  });
  const author = members.find(({ person_id }) => person_id === kept.created_by);
  const who = author?.name || (author?.email ?? text.someone);
  const name = kept.is_withheld ? text.withheld : kept.question;
  const facts = [...askedWords(kept, collectionName), text.by(who, formatDay(kept.created_at))];
  return (
    <Row
      name={name}
      detail={
        <>
          <ExpectedDocuments documents={kept.expected_documents} hidden={kept.hidden} />
          <p>{facts.join(" · ")}</p>
        </>
      }
    >
      <Button
        size="compact-sm"
        variant="default"
        aria-label={text.removeCaseOf(name)}
        onClick={removing.open}
      >
        {text.remove}
      </Button>
      <Confirm
        isOpen={isRemoving}
        title={text.removeCaseTitle}
        confirm={text.remove}
        attempt={remove}
        onClose={removing.close}
      >
        <p>
          <strong>{name}</strong>
        </p>
        {text.removeCase}
      </Confirm>
    </Row>
  );
}
