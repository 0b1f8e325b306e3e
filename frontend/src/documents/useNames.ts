import { useQuery } from "@tanstack/react-query";
import { groupsQuery } from "../api/admin";
import { collectionsQuery } from "../api/documents";
import { mayChangeDocuments } from "../api/session";
import { useSession } from "../app/useSession";
import { nameOf, readerName } from "./names";

/** What a collection is called. */
export function useCollectionName(): (slug: string) => string {
  const { data = [] } = useQuery(collectionsQuery);
  return (slug) => nameOf(slug, data);
}

/** What a reader is called; only librarians may ask for the groups. */
export function useReaderName(): (reader: string) => string {
  const { role } = useSession();
  const { data = [] } = useQuery({ ...groupsQuery, enabled: mayChangeDocuments(role) });
  return (reader) => readerName(reader, data);
}
