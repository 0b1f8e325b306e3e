import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { apiKeysQuery } from "../../api/admin";
import { PageHead } from "../../ui/PageHead";
import { Listed } from "../Listed";
import { KeyRow } from "./KeyRow";
import { NewKey } from "./NewKey";
import { text } from "./text";

/** The keys by which programs act. */
export function KeysScreen() {
  const list = useQuery(apiKeysQuery);
  const [isCreating, creating] = useDisclosure(false);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<KeyRound size={16} />} onClick={creating.open}>
          {text.newKey}
        </Button>
      </PageHead>
      <Listed query={list} text={text}>
        {(key) => <KeyRow key={key.id} apiKey={key} />}
      </Listed>
      <NewKey isOpen={isCreating} onClose={creating.close} />
    </>
  );
}
