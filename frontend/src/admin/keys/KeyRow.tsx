import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { apiKeysQuery, revokeApiKey } from "../../api/admin";
import type { ApiKey } from "../../api/types";
import { Confirm } from "../../ui/Confirm";
import { formatAgo, formatDay } from "../../ui/time";
import { Row } from "../Row";
import { text } from "./text";

/** One key: what it may do, how long, and when it was last used. */
export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const revocation = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: async () => {
      asking.close();
      await queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
    },
  });
  const facts = [
    apiKey.scopes.map((scope) => text.scopeWords[scope] ?? scope).join(", "),
    apiKey.last_used_at === null ? text.neverUsed : text.lastUsed(formatAgo(apiKey.last_used_at)),
    apiKey.expires_at === null ? text.unlimited : text.expires(formatDay(apiKey.expires_at)),
  ];
  const isRevoked = apiKey.revoked_at !== null;
  return (
    <Row name={apiKey.name} detail={facts.join(" · ")}>
      <code>{apiKey.prefix}…</code>
      {isRevoked ? (
        <span>{text.revoked}</span>
      ) : (
        <Button size="sm" variant="default" onClick={asking.open}>
          {text.revoke}
        </Button>
      )}
      <Confirm
        isOpen={isAsking}
        title={text.revokeTitle(apiKey.name)}
        confirm={text.revoke}
        attempt={revocation}
        onClose={asking.close}
      >
        {text.revokeBody}
      </Confirm>
    </Row>
  );
}
