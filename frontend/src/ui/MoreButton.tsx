import { Button, type ButtonProps } from "@mantine/core";
import { text } from "./text";

interface Props extends ButtonProps {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** The next page of a list that has one. */
export function MoreButton({ list, children = text.more, ...look }: Props) {
  if (!list.hasNextPage) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      mt="sm"
      {...look}
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {children}
    </Button>
  );
}
