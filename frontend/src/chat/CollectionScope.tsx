import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Library } from "lucide-react";
import { collectionsQuery } from "../api/documents";
import classes from "./CollectionScope.module.css";
import { text } from "./text";

interface Props {
  chosen: readonly string[];
  onChoose: (collections: string[]) => void;
}

/** Which collections a question is put to; all of them unless some are chosen. */
export function CollectionScope({ chosen, onChoose }: Props) {
  const { data: collections = [] } = useQuery(collectionsQuery);
  if (collections.length < 2) return null;
  const names = collections.filter(({ slug }) => chosen.includes(slug)).map(({ name }) => name);
  return (
    <Popover position="top-start" shadow="md">
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" color="gray" className={classes["button"] ?? ""}>
          <Library size={15} aria-hidden="true" />
          <span className={classes["names"]}>{names.length === 0 ? text.everything : names.join(", ")}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group label={text.scope} value={[...chosen]} onChange={onChoose}>
          <Stack gap="xs" mt="xs">
            {collections.map(({ slug, name }) => (
              <Checkbox key={slug} value={slug} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
